/** Conditions on orders and on what was bought. Amounts are entered as people write them and kept in the smallest unit of the currency. */
import { useLingui } from '@lingui/react/macro';
import { Autocomplete, Button, MultiSelect, Select, TagsInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFilterPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApiPage, api } from '#console/kit';
import type { ProductItem } from '#know/catalog/contract';
import type { NumberTest, Window } from '../ast.ts';
import css from './builder.module.css';
import type { Choices } from './choices.ts';
import type { EditorProps } from './editor.ts';
import { NumberTestInput } from './test-input.tsx';
import { WindowInput } from './window-input.tsx';

type OrdersMeasure =
  | 'placed'
  | 'kept'
  | 'placed_amount'
  | 'kept_amount'
  | 'average_amount'
  | 'net_amount'
  | 'refunded_amount';
type Orders = {
  kind: 'orders';
  measure: OrdersMeasure;
  currency?: string;
  channels?: readonly number[];
  countries?: readonly string[];
  campaigns?: readonly string[];
  in?: Window | undefined;
  is: NumberTest;
};

const ONE_OR_MORE: NumberTest = { op: 'at_least', value: 1 };
const isAmount = (measure: string): boolean => measure.endsWith('amount');

export function OrdersRow({ condition, onChange, choices }: EditorProps<Orders>) {
  const { t } = useLingui();
  const words: Record<OrdersMeasure, string> = {
    placed: t`orders placed`,
    kept: t`orders placed and kept`,
    net_amount: t`spent, less refunds`,
    placed_amount: t`total of orders placed`,
    kept_amount: t`total of orders kept`,
    average_amount: t`average order kept`,
    refunded_amount: t`refunded`,
  };
  const { measure, currency, is } = condition;
  return (
    <>
      <Select
        className={css.measure}
        aria-label={t`What is asked`}
        allowDeselect={false}
        data={Object.entries(words).map(([value, label]) => ({ value, label }))}
        value={measure}
        onChange={(value) => value && onChange(measuredAs(value as OrdersMeasure, condition, choices))}
      />
      <Counted
        currency={currency}
        is={is}
        choices={choices}
        onChange={(counted) => onChange({ ...condition, ...counted })}
      />
      <WindowInput
        value={condition.in}
        onChange={(window) => {
          const { in: _, ...other } = condition;
          onChange(window ? { ...other, in: window } : other);
        }}
      />
      <WhichOrders condition={condition} onChange={onChange} choices={choices} />
    </>
  );
}

function measuredAs(measure: OrdersMeasure, before: Orders, choices: Choices): Orders {
  const { currency, is, measure: was, ...about } = before;
  // Pieces and amounts have nothing in common.
  const kept = isAmount(measure) === isAmount(was) ? is : isAmount(measure) ? nothingYet : ONE_OR_MORE;
  return isAmount(measure)
    ? { ...about, measure, currency: currency ?? choices.currencies[0] ?? '', is: kept }
    : { ...about, measure, is: kept };
}

const nothingYet = { op: 'at_least', value: null } as unknown as NumberTest;

type CountedProps = {
  currency: string | undefined;
  is: NumberTest;
  choices: Choices;
  onChange(counted: { currency?: string; is: NumberTest }): void;
};

/** With a currency: an amount of it. */
function Counted({ currency, is, choices, onChange }: CountedProps) {
  const { t } = useLingui();
  if (currency === undefined)
    return <NumberTestInput label={t`How many`} test={is} onChange={(test) => onChange({ is: test })} />;
  return (
    <>
      <NumberTestInput
        label={t`Amount`}
        test={is}
        decimals={decimalsOf(currency)}
        unit={currency}
        onChange={(test) => onChange({ currency, is: test })}
      />
      {(choices.currencies.length > 1 || !choices.currencies.includes(currency)) && (
        <Autocomplete
          className={css.few}
          aria-label={t`Currency`}
          maxLength={3}
          data={[...choices.currencies]}
          value={currency}
          onChange={(code) => onChange({ currency: code.toUpperCase(), is })}
        />
      )}
    </>
  );
}

function decimalsOf(currency: string): number {
  try {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
    }).resolvedOptions();
    return maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

const NARROWED = ['channels', 'countries', 'campaigns'] as const;

function WhichOrders({ condition, onChange, choices }: EditorProps<Orders>) {
  const { t } = useLingui();
  const [open, setOpen] = useState(() => NARROWED.some((name) => condition[name]));
  const narrow = (name: (typeof NARROWED)[number], values: readonly (string | number)[]): void => {
    const { [name]: _, ...other } = condition;
    onChange((values.length > 0 ? { ...other, [name]: values } : other) as Orders);
  };
  const clear = { 'aria-label': t`Clear` };
  if (!open)
    return (
      <div className={css.filters}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconFilterPlus size={14} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          {t`Only some orders…`}
        </Button>
      </div>
    );
  return (
    <fieldset className={css.filters} aria-label={t`Which orders`}>
      <MultiSelect
        className={css.wide}
        aria-label={t`Channels`}
        placeholder={t`Channels: any`}
        clearButtonProps={clear}
        data={[...choices.channels]}
        value={(condition.channels ?? []).map(String)}
        onChange={(ids) => narrow('channels', ids.map(Number))}
      />
      <TagsInput
        className={css.name}
        aria-label={t`Countries they go to`}
        placeholder={t`Countries: any (CN, GB …)`}
        clearButtonProps={clear}
        acceptValueOnBlur
        value={[...(condition.countries ?? [])]}
        onChange={(codes) =>
          narrow('countries', [
            ...new Set(
              codes.map((code) => code.trim().toUpperCase()).filter((code) => /^[A-Z]{2}$/.test(code)),
            ),
          ])
        }
      />
      <TagsInput
        className={css.name}
        aria-label={t`Campaigns they came from`}
        placeholder={t`Campaigns: any`}
        clearButtonProps={clear}
        acceptValueOnBlur
        value={[...(condition.campaigns ?? [])]}
        onChange={(names) => narrow('campaigns', names)}
      />
    </fieldset>
  );
}

type Goods = {
  kind: 'goods';
  measure: 'pieces' | 'amount';
  currency?: string;
  products?: readonly number[];
  category?: string;
  in?: Window | undefined;
  is: NumberTest;
};

export function GoodsRow({ condition, onChange, choices }: EditorProps<Goods>) {
  const { t } = useLingui();
  const { measure, products, category, currency, is, ...about } = condition;
  const among = category !== undefined ? 'category' : products ? 'products' : 'any';
  const counted = { measure, ...(currency !== undefined && { currency }), is };
  const which = { ...(category !== undefined && { category }), ...(products && { products }) };
  return (
    <>
      <Select
        className={css.measure}
        aria-label={t`What is asked`}
        allowDeselect={false}
        data={[
          { value: 'pieces', label: t`pieces bought of` },
          { value: 'amount', label: t`amount bought of` },
        ]}
        value={measure}
        onChange={(value) =>
          onChange(
            value === 'amount'
              ? {
                  ...about,
                  ...which,
                  measure: 'amount',
                  currency: choices.currencies[0] ?? '',
                  is: nothingYet,
                }
              : { ...about, ...which, measure: 'pieces', is: ONE_OR_MORE },
          )
        }
      />
      <Select
        className={css.when}
        aria-label={t`Bought of what`}
        allowDeselect={false}
        data={[
          { value: 'any', label: t`anything` },
          { value: 'category', label: t`a category` },
          { value: 'products', label: t`certain products` },
        ]}
        value={among}
        onChange={(value) =>
          onChange({
            ...about,
            ...counted,
            ...(value === 'category' && { category: '' }),
            ...(value === 'products' && { products: [] }),
          })
        }
      />
      {category !== undefined && (
        <Select
          className={css.wide}
          aria-label={t`Category`}
          placeholder={t`Category, with those below it`}
          searchable
          allowDeselect={false}
          nothingFoundMessage={t`Nothing by that name`}
          data={[...new Set([...choices.categories, ...(category ? [category] : [])])]}
          value={category || null}
          onChange={(name) => name && onChange({ ...condition, category: name })}
        />
      )}
      {products && (
        <ProductsInput products={products} onChange={(ids) => onChange({ ...condition, products: ids })} />
      )}
      <Counted
        currency={currency}
        is={is}
        choices={choices}
        onChange={(next) => onChange({ ...condition, ...next })}
      />
      <WindowInput
        value={condition.in}
        onChange={(window) => {
          const { in: _, ...other } = condition;
          onChange(window ? { ...other, in: window } : other);
        }}
      />
    </>
  );
}

type ProductsProps = { products: readonly number[]; onChange(products: readonly number[]): void };

function ProductsInput({ products, onChange }: ProductsProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 250);
  const [titles, setTitles] = useState<Readonly<Record<string, string>>>({});
  const { data } = useQuery({
    queryKey: ['/api/products', 'to-choose', asked],
    queryFn: ({ signal }) =>
      api.get<ApiPage<ProductItem>>('/api/products', { signal, query: { q: asked, limit: 20 } }),
  });
  const found = (data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }));
  const chosen = products.map((id) => ({ value: String(id), label: titles[id] ?? t`Product ${id}` }));
  const offered = [...found, ...chosen.filter((one) => !found.some(({ value }) => value === one.value))];
  return (
    <MultiSelect
      className={css.wide}
      aria-label={t`Products`}
      placeholder={products.length === 0 ? t`Title or SKU` : ''}
      searchable
      clearButtonProps={{ 'aria-label': t`Clear` }}
      nothingFoundMessage={t`Nothing by that name`}
      searchValue={typed}
      onSearchChange={setTyped}
      // The server finds by more than the title.
      filter={({ options }) => options}
      data={offered}
      value={products.map(String)}
      onChange={(ids) => {
        setTitles({ ...titles, ...Object.fromEntries(offered.map(({ value, label }) => [value, label])) });
        onChange(ids.map(Number));
      }}
    />
  );
}
