/** Beside the builder: how many, some of them, and what it says in both languages. It has its size before it has its answer. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ApiProblem, Instant, Panel, useSentence, useWords, Verbatim } from '#console/kit';
import type { Preview as Found } from '../contract.ts';
import css from './segments.module.css';
import { isPassing, type usePreview } from './use-preview.ts';

type Props = { preview: ReturnType<typeof usePreview>; isFinished: boolean };

export function Preview({ preview: { data, failure, isAsking, retry }, isFinished }: Props) {
  const { t, i18n } = useLingui();
  const { number } = useWords();
  const sentence = useSentence();
  const stale = isAsking || Boolean(failure) || !isFinished;
  const [own, other] = i18n.locale === 'zh-CN' ? (['zh', 'en'] as const) : (['en', 'zh'] as const);
  const mayHelp = failure !== null && isPassing(failure);
  return (
    <Panel title={t`Who is in it now`}>
      <div className={css.preview} aria-busy={isAsking}>
        <div className={css.count} data-stale={stale || undefined}>
          {data ? (
            <strong data-count>{number(data.count)}</strong>
          ) : isFinished && !failure ? (
            <Skeleton h={34} w={110} />
          ) : (
            <strong>—</strong>
          )}
          <span className={css.quiet}>{t`customers`}</span>
        </div>
        <div className={css.told} role="status">
          {isInText(failure) ? (
            <Text size="xs" c="dimmed" component="span">
              <Trans>The text cannot be read yet.</Trans>
            </Text>
          ) : failure ? (
            <Text size="xs" c="red" component="span">
              {sentence(failure)}
            </Text>
          ) : !isFinished ? (
            <Text size="xs" c="dimmed" component="span">
              <Trans>Waiting until nothing is missing.</Trans>
            </Text>
          ) : isAsking || !data ? (
            <Text size="xs" c="dimmed" component="span">
              <Trans>Counting …</Trans>
            </Text>
          ) : (
            <Text size="xs" c="dimmed" component="span">
              <Trans>
                As known at <Instant at={data.as_of} exactOnly />
              </Trans>
            </Text>
          )}
          {mayHelp && (
            <Button variant="default" size="compact-xs" onClick={retry}>
              {t`Try again`}
            </Button>
          )}
        </div>
        <div className={css.sentences} data-stale={stale || undefined}>
          <p>{data && <Verbatim longest={2000}>{data.sentence[own]}</Verbatim>}</p>
          <p lang={other === 'en' ? 'en' : 'zh-CN'} className={css.quiet}>
            {data && <Verbatim longest={2000}>{data.sentence[other]}</Verbatim>}
          </p>
        </div>
        <Sample found={data} stale={stale} />
      </div>
    </Panel>
  );
}

/** That is said, and pointed at, where it is typed. */
const isInText = (failure: unknown): boolean =>
  failure instanceof ApiProblem && failure.code === 'definition_text_invalid';

const MOST = 8;

function Sample({ found, stale }: { found: Found | undefined; stale: boolean }) {
  const { t } = useLingui();
  const people = found?.sample;
  return (
    <section aria-label={t`Some of them`} className={css.sample} data-stale={stale || undefined}>
      <h3>{t`Some of them`}</h3>
      {people?.length === 0 && (
        <Text size="sm" c="dimmed">
          {found?.count === 0 ? (
            <Trans>Nobody yet.</Trans>
          ) : (
            <Trans>Who they are is shown to those who may see all channels.</Trans>
          )}
        </Text>
      )}
      <ul>
        {(people ?? []).slice(0, MOST).map(({ customer_id: id, name }) => (
          <li key={id}>
            <Anchor component={Link} to={`/customers/${id}`}>
              {name ? <Verbatim longest={60}>{name}</Verbatim> : t`Customer ${id}`}
            </Anchor>
          </li>
        ))}
      </ul>
    </section>
  );
}
