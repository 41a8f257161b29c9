/** A customer's segments: now, or at an instant of the past, as it was known then and as it is known today. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Skeleton, Text, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, Instant, Mark, Panel, ProblemNote, useUrlState, Verbatim } from '#console/kit';
import type { SegmentsOfCustomer as Answer } from '../contract.ts';
import { useSegmentRights } from './segment-words.tsx';
import css from './segments.module.css';
import { WhyDrawer, whyOf } from './why-drawer.tsx';

export function SegmentsOfCustomer({ customer }: { customer: string }) {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const at = url.was && !Number.isNaN(Date.parse(url.was)) ? new Date(url.was).toISOString() : undefined;
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers', customer, 'segments', at ?? null],
    queryFn: ({ signal }) =>
      api.get<Answer>(`/api/customers/${customer}/segments`, { signal, query: { at } }),
    placeholderData: keepPreviousData,
    ...(at === undefined && { refetchInterval: 15_000 }),
  });
  return (
    <Panel title={t`Segments`}>
      <div className={css.was}>
        <TextInput
          type="datetime-local"
          size="xs"
          label={t`Who was she on`}
          value={at ? localMinute(new Date(at)) : ''}
          onChange={({ currentTarget: { value } }) =>
            change({ was: value ? new Date(value).toISOString() : null }, { replace: true })
          }
        />
        {at && (
          <Button variant="default" onClick={() => change({ was: null }, { replace: true })}>{t`Now`}</Button>
        )}
      </div>
      {error && !data && <ProblemNote failure={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={60} />}
      {data && (at ? <Then answer={data} customer={customer} /> : <Now answer={data} customer={customer} />)}
      <WhyDrawer />
    </Panel>
  );
}

type Shown = { answer: Answer; customer: string };

function Now({ answer: { items }, customer }: Shown) {
  const { t } = useLingui();
  const within = items.filter((item) => item.in);
  const without = items.filter((item) => !item.in);
  return (
    <>
      {within.length === 0 && (
        <Text size="sm" c="dimmed">
          {items.length === 0 ? (
            <Trans>There are no segments yet.</Trans>
          ) : (
            <Trans>She is in no segment now.</Trans>
          )}
        </Text>
      )}
      <ul className={css.hers}>
        {within.map(({ id, name, since }) => (
          <li key={id}>
            <SegmentLink id={id} name={name} />
            {since && (
              <span className={css.quiet}>
                <Trans>
                  since <Instant at={since} brief />
                </Trans>
              </span>
            )}
            <WhyButton customer={customer} id={id} words={t`Why?`} />
          </li>
        ))}
      </ul>
      {without.length > 0 && (
        <details className={css.others}>
          <summary>
            <Plural value={without.length} one="Not in # other" other="Not in # others" />
          </summary>
          <ul className={css.hers}>
            {without.map(({ id, name }) => (
              <li key={id}>
                <SegmentLink id={id} name={name} />
                <WhyButton customer={customer} id={id} words={t`Why not?`} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** What was decided then, and what is true of then by everything that came since. */
function Then({ answer: { at, items } }: Shown) {
  const { t } = useLingui();
  const either = items.filter((item) => item.in || item.in_as_known_now);
  const yes = <Mark tone="ok">{t`in`}</Mark>;
  const no = <Mark tone="quiet">{t`not in`}</Mark>;
  if (either.length === 0)
    return (
      <Text size="sm" c="dimmed" component="div">
        <Trans>
          She was in no segment at <Instant at={at} exactOnly />.
        </Trans>
      </Text>
    );
  return (
    <table className={css.then}>
      <thead>
        <tr>
          <th scope="col">{t`Segment`}</th>
          <th scope="col">{t`As known then`}</th>
          <th scope="col">{t`As known now`}</th>
        </tr>
      </thead>
      <tbody>
        {either.map((item) => (
          <tr key={item.id}>
            <th scope="row">
              <SegmentLink id={item.id} name={item.name} />
            </th>
            <td>{item.in ? yes : no}</td>
            <td>{item.in_as_known_now ? yes : no}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SegmentLink({ id, name }: { id: number; name: string }) {
  const { mayRead } = useSegmentRights();
  const words = <Verbatim longest={80}>{name}</Verbatim>;
  const anchor = `her-segment-${id}`;
  if (!mayRead) return <strong id={anchor}>{words}</strong>;
  return (
    <Anchor component={Link} to={`/segments/${id}`} fw={600} id={anchor}>
      {words}
    </Anchor>
  );
}

type WhyProps = { customer: string; id: number; words: string };

function WhyButton({ customer, id, words }: WhyProps) {
  const [, change] = useUrlState();
  return (
    <Button
      variant="default"
      size="compact-xs"
      className={css.push ?? ''}
      id={`why-segment-${id}`}
      aria-labelledby={`why-segment-${id} her-segment-${id}`}
      onClick={() => change({ why: whyOf(customer, String(id)) })}
    >
      {words}
    </Button>
  );
}

/** What `datetime-local` speaks: the reader's own wall clock. */
function localMinute(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
