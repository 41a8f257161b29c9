/** What she likes: first what was said, then what her orders come to, each with what it stands on. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, Instant, mayOpen, Panel, ProblemNote, useMe, useWords, Verbatim } from '#console/kit';
import type { Habit } from '#know/orders/contract';
import type { PreferencesOf, StatedItem } from '../contract.ts';
import { PreferenceForm } from './preference-form.tsx';
import { usePreferenceWords } from './preference-words.ts';
import css from './preferences.module.css';

export function PreferencesOfCustomer({ customer }: { customer: string }) {
  const { t } = useLingui();
  const { role } = useMe();
  const [isEdited, setEdited] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers', customer, 'preferences'],
    queryFn: ({ signal }) => api.get<PreferencesOf>(`/api/customers/${customer}/preferences`, { signal }),
  });
  const isEmpty = data && data.stated.length + data.counted.items.length === 0;
  return (
    <Panel
      title={t`Preferences`}
      actions={
        mayOpen(role, ['agent', 'operations']) && (
          <Button size="compact-sm" variant="default" disabled={!data} onClick={() => setEdited(true)}>
            {t`Edit…`}
          </Button>
        )
      }
    >
      {error && !data && <ProblemNote failure={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={80} />}
      {isEmpty && (
        <Text size="sm" c="dimmed">
          <Trans>Nothing said, and too few orders to count: note what she tells you.</Trans>
        </Text>
      )}
      {data && data.stated.length > 0 && <Said stated={data.stated} />}
      {data && data.counted.items.length > 0 && <Counted counted={data.counted} />}
      <Modal opened={isEdited} onClose={() => setEdited(false)} title={t`What she likes`}>
        {isEdited && data && (
          <PreferenceForm customer={customer} stated={data.stated} onDone={() => setEdited(false)} />
        )}
      </Modal>
    </Panel>
  );
}

function Said({ stated }: { stated: readonly StatedItem[] }) {
  const { t } = useLingui();
  const { names, sources, saidIn } = usePreferenceWords();
  return (
    <>
      <h3 className={css.kind}>{t`Said`}</h3>
      <dl className={css.facts}>
        {stated.map((item) => (
          <div key={item.name} className={css.fact}>
            <dt>{names[item.name]}</dt>
            <dd>
              {item.value === null ? '•••' : <Verbatim longest={300}>{saidIn(item)}</Verbatim>}
              <div className={css.quiet}>
                {item.by ? <Verbatim longest={60}>{item.by}</Verbatim> : sources[item.from]} ·{' '}
                <Instant at={item.at} brief />
              </div>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Counted({ counted }: { counted: PreferencesOf['counted'] }) {
  const { t } = useLingui();
  const { day } = useWords();
  const since = counted.since === null ? '' : day(counted.since);
  return (
    <>
      <h3 className={css.kind}>{t`Counted from her orders`}</h3>
      <ul className={css.counted}>
        {counted.items.map((habit) => (
          <Counting key={`${habit.kind} ${habit.value}`} habit={habit} />
        ))}
      </ul>
      <p className={css.note}>
        <Plural value={counted.orders} one="# order" other="# orders" /> · {t`since ${since}`}
      </p>
    </>
  );
}

function Counting({ habit }: { habit: Habit }) {
  const { kinds, habitOf } = usePreferenceWords();
  const { number } = useWords();
  const count = number(habit.count);
  return (
    <li>
      <span>
        <span className={css.quiet}>{kinds[habit.kind]}</span>{' '}
        <Verbatim longest={120}>{habitOf(habit)}</Verbatim>
      </span>
      <span className={css.count}>
        {habit.unit === 'orders' ? (
          <Trans>
            {count} of <Plural value={habit.of} one="# order" other="# orders" />
          </Trans>
        ) : (
          <Trans>
            {count} of <Plural value={habit.of} one="# item" other="# items" />
          </Trans>
        )}
      </span>
    </li>
  );
}
