/** The other way to begin: with what the shop has already. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { mayOpen, Panel, useMe } from '#console/kit';

export function ImportOffer() {
  const { t } = useLingui();
  const { role } = useMe();
  if (!mayOpen(role, ['operations', 'developer'])) return null;
  return (
    <Panel title={t`Import a file`}>
      <Text mb="sm">
        <Trans>
          Orders, customers or products from Shopify, WooCommerce, Taobao, JD or a table of your own. You see
          what becomes of it before anything is taken in.
        </Trans>
      </Text>
      <Button variant="light" component={Link} to="/imports/new">
        {t`Choose a file`}
      </Button>
    </Panel>
  );
}
