import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { api, PageFrame, ProblemNote, Verbatim } from '#console/kit';
import type { Definition } from '#decide/definitions';
import type { SegmentDetail } from '../contract.ts';
import { SegmentForm } from './segment-form.tsx';

export default function EditSegmentPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    // Of its own: what others change meanwhile does not change the form, and is told when it is saved.
    queryKey: ['/api/segments', id, 'to-change'],
    queryFn: ({ signal }) => api.get<SegmentDetail>(`/api/segments/${id}`, { signal }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });
  return (
    <PageFrame
      title={t`Change segment`}
      {...(data && {
        heading: <Verbatim longest={120}>{data.name}</Verbatim>,
        lead: (
          <Trans>
            With another definition its members are found anew; until then those of the present one stay.
          </Trans>
        ),
      })}
    >
      {error && !data ? (
        <ProblemNote failure={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton h={420} />
      ) : (
        <SegmentForm
          own={data.id}
          start={{
            name: data.name,
            description: data.description,
            definition: data.definition as unknown as Definition,
          }}
          act={t`Save changes`}
          send={(body) =>
            api.patch<SegmentDetail>(`/api/segments/${id}`, { revision: data.revision, ...body })
          }
          onDone={(segment) => {
            queries.setQueryData(['/api/segments', id], segment);
            void queries.invalidateQueries({ queryKey: ['/api/segments'] });
            void navigate({ to: `/segments/${id}` });
          }}
          cancel={<Button variant="default" component={Link} to={`/segments/${id}`}>{t`Cancel`}</Button>}
        />
      )}
    </PageFrame>
  );
}
