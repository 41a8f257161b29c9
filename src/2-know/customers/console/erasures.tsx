/** Who was erased when, by number: the record one shows an authority. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ApiPage, api, Empty, PageFrame, Panel, ProblemNote } from '#console/kit';
import type { Certificate } from './answers.ts';
import { CertificateView } from './erase-customer.tsx';

export default function ErasuresPage() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/erasures'],
    queryFn: ({ signal }) => api.get<ApiPage<Certificate>>('/api/erasures', { signal }),
  });
  return (
    <PageFrame
      title={t`Erasures`}
      lead={<Trans>Kept outside the database too, and applied again after every restore.</Trans>}
      actions={
        <>
          <Button component={Link} to="/customer-requests" variant="default">
            {t`What customers ask`}
          </Button>
          <Button component={Link} to="/customers" variant="default">
            {t`Find and erase`}
          </Button>
        </>
      }
    >
      <ProblemNote failure={error} retry={() => void refetch()} />
      {!data && !error && <Skeleton h={200} />}
      {data?.items.length === 0 && (
        <Panel>
          <Empty
            icon={IconEraser}
            title={t`Nobody was erased`}
            text={t`Each erasure leaves its certificate here.`}
          />
        </Panel>
      )}
      {data?.items.map((certificate, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: newest first, and nothing is taken away
        <Panel key={index}>
          <CertificateView certificate={certificate} />
        </Panel>
      ))}
    </PageFrame>
  );
}
