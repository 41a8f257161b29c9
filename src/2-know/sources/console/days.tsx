/** How many events came on which day: bars to see, figures to read. */
import { Trans } from '@lingui/react/macro';
import { Text } from '@mantine/core';
import { useWords } from '#console/kit';
import css from './days.module.css';

export function Days({ days }: { days: readonly { day: string; events: number }[] }) {
  const { number } = useWords();
  if (days.length === 0) {
    return (
      <Text c="dimmed">
        <Trans>No events yet.</Trans>
      </Text>
    );
  }
  const most = Math.max(...days.map(({ events }) => events), 1);
  return (
    <dl className={css.days}>
      {days.map(({ day, events }) => (
        <div key={day}>
          <dt>{day}</dt>
          <dd>
            <meter min={0} max={most} value={events} aria-label={day} />
            <span>{number(events)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
