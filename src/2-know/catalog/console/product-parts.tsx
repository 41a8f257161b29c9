/** Parts of one product's page: what it is, its variants, what they cost when. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Group, Select, Table, Text } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { Chart, Instant, Mono, Panel, useUrlState, useWords, Verbatim, visible } from '#console/kit';
import type { ProductDetail, VariantItem } from '../contract.ts';
import css from './product.module.css';
import { ProductStatus, useProductWords } from './product-words.tsx';

type Props = { product: ProductDetail };

export function Details({ product }: Props) {
  const { t } = useLingui();
  const { kinds } = useProductWords();
  const facts: [string, string | null][] = [
    [t`Kind`, kinds[product.kind]],
    [t`Category`, product.category],
    [t`Brand`, product.brand],
    [t`Supplier`, product.supplier],
    ...Object.entries(product.attributes),
    [t`Description`, product.description],
  ];
  return (
    <Panel title={t`Details`} actions={<ProductStatus status={product.status} />}>
      <dl className={css.facts}>
        {facts.flatMap(([name, value], index) =>
          value
            ? [
                // biome-ignore lint/suspicious/noArrayIndexKey: an attribute may be called like a fact
                <Fact key={index} name={name} value={value} own={index > 3 && index < facts.length - 1} />,
              ]
            : [],
        )}
        {product.images.length > 0 && (
          <>
            <dt>{t`Pictures`}</dt>
            <dd>
              <Trans>They stand on other machines, so they are named here and not fetched.</Trans>
              <ul className={css.plain}>
                {product.images.slice(0, 10).map((image) => (
                  <li key={image}>
                    <Mono longest={200}>{image}</Mono>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
}

/** `own`: the shop's word, not ours. */
function Fact({ name, value, own }: { name: string; value: string; own: boolean }) {
  return (
    <>
      <dt>{own ? <Verbatim longest={60}>{name}</Verbatim> : name}</dt>
      <dd>
        <Verbatim longest={2000}>{value}</Verbatim>
      </dd>
    </>
  );
}

export function Variants({ product }: Props) {
  const { t } = useLingui();
  return (
    <Panel title={t`Variants`} flush>
      <Table.ScrollContainer minWidth={560}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t`Variant`}</Table.Th>
              <Table.Th>{t`SKU`}</Table.Th>
              <Table.Th>{t`Barcode`}</Table.Th>
              <Table.Th>{t`Listed as`}</Table.Th>
              <Table.Th ta="end">{t`Price`}</Table.Th>
              <Table.Th ta="end">{t`Stock`}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {product.every_variant.map((variant) => (
              <VariantRow key={variant.id} variant={variant} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

function VariantRow({ variant }: { variant: VariantItem }) {
  const { number } = useWords();
  const { price } = useProductWords();
  const now = new Map(variant.prices.map((one) => [one.channel.id, one]));
  return (
    <Table.Tr>
      <Table.Td>
        <Verbatim longest={80}>{nameOf(variant)}</Verbatim>
      </Table.Td>
      <Table.Td>{variant.sku && <Mono longest={40}>{variant.sku}</Mono>}</Table.Td>
      <Table.Td>{variant.barcode && <Mono longest={40}>{variant.barcode}</Mono>}</Table.Td>
      <Table.Td>
        {variant.listings.map(({ channel, platform_id: id }) => (
          <div key={`${channel.id} ${id}`}>
            <Verbatim longest={40}>{channel.name}</Verbatim> <Mono longest={40}>{id}</Mono>
          </div>
        ))}
      </Table.Td>
      <Table.Td ta="end">
        {[...now.values()].map(({ channel, amount, currency }) => (
          <div key={channel.id}>{price(amount, currency)}</div>
        ))}
      </Table.Td>
      <Table.Td ta="end">
        {variant.stock.map(({ channel, warehouse, quantity, counted_at: at }) => (
          <div key={`${channel.id} ${warehouse}`}>
            <Verbatim longest={40}>{warehouse}</Verbatim> {number(quantity)} <Instant at={at} brief />
          </div>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}

const nameOf = ({ title, options, sku, id }: VariantItem): string =>
  title || Object.values(options).join(' / ') || sku || id;

/** The course of one variant's price in one channel. */
export function Prices({ product }: Props) {
  const { t, i18n } = useLingui();
  const { price } = useProductWords();
  const [url, change] = useUrlState();
  const courses = useMemo(() => coursesOf(product), [product]);
  const course = courses.find(({ value }) => value === url.price) ?? courses[0];
  const currency = course?.prices[0]?.currency ?? 'XXX';
  const points = useMemo(() => {
    const day = new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium' });
    return (course?.prices ?? []).map(({ since, amount }) => ({
      key: day.format(new Date(since)),
      value: Number(amount),
    }));
  }, [course, i18n.locale]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language draws anew with the data
  const words = useCallback((value: number) => price(String(value), currency), [currency, i18n.locale]);
  return (
    <Panel title={t`What it costs over time`}>
      {!course ? (
        <Text c="dimmed">{t`No channel has told a price.`}</Text>
      ) : (
        <>
          {courses.length > 1 && (
            <Group mb="sm">
              <Select
                size="xs"
                aria-label={t`Variant and channel`}
                allowDeselect={false}
                data={courses.map(({ value, label }) => ({ value, label }))}
                value={course.value}
                onChange={(value) => change({ price: value }, { replace: true })}
              />
            </Group>
          )}
          <div className={css.course}>
            <Chart
              title={t`What it costs over time`}
              over={t`Since`}
              points={points}
              shape="line"
              words={words}
            />
          </div>
        </>
      )}
    </Panel>
  );
}

type Course = { value: string; label: string; prices: VariantItem['prices'] };

const coursesOf = (product: ProductDetail): Course[] =>
  product.every_variant.flatMap((variant) =>
    [...Map.groupBy(variant.prices, ({ channel }) => channel.id)].map(([channel, prices]) => ({
      value: `${variant.id}.${channel}`,
      label: visible(`${nameOf(variant)} · ${prices[0]?.channel.name ?? ''}`),
      prices,
    })),
  );
