import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, PageFrame, ProblemNote, useUrlState } from '#console/kit';
import type { Definition } from '#decide/definitions';
import { useReading } from '#decide/definitions/console';
import type { SegmentDetail } from '../contract.ts';
import { EXAMPLES, useExamples } from './examples.ts';
import { SegmentForm } from './segment-form.tsx';

export default function NewSegmentPage() {
  const { t } = useLingui();
  const [url] = useUrlState();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const examples = useExamples();
  const name = EXAMPLES.find((one) => one === url.example);
  const example = name && examples[name];
  // Without an example: what people ask most.
  const begin = useReading({ text: example?.text ?? 'did "Product Viewed" in last 7 days' });
  return (
    <PageFrame
      title={t`New segment`}
      lead={
        <Trans>Everybody for whom this holds is in it, from the moment it does until it does no more.</Trans>
      }
    >
      {begin.error && !begin.data ? (
        <ProblemNote failure={begin.error} retry={() => void begin.refetch()} />
      ) : !begin.data || begin.isPlaceholderData ? (
        <Skeleton h={420} />
      ) : (
        <SegmentForm
          start={{
            name: example?.name ?? '',
            description: example?.description ?? '',
            definition: begin.data.definition as unknown as Definition,
          }}
          act={t`Save segment`}
          send={(body) => api.post<SegmentDetail>('/api/segments', body)}
          onDone={(segment) => {
            void queries.invalidateQueries({ queryKey: ['/api/segments'] });
            void navigate({ to: `/segments/${segment.id}` });
          }}
          cancel={<Button variant="default" component={Link} to="/segments">{t`Cancel`}</Button>}
        />
      )}
    </PageFrame>
  );
}
