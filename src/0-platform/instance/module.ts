import { fileURLToPath } from 'node:url';
import { everyRole, route, staff } from '../http/index.ts';
import type { Module, Platform } from '../module/index.ts';
import * as contract from './contract.ts';
import { changeSettings, ownSettings } from './store.ts';

export const instanceModule = ({
  db,
  audit,
  settings,
}: Pick<Platform, 'db' | 'audit' | 'settings'>): Module => {
  const show = async (): Promise<contract.InstanceSettings> => ({
    ...(await ownSettings(db)),
    zone: settings.SHOP_ZONE,
    public_url: settings.PUBLIC_URL ?? null,
  });
  return {
    name: 'platform/instance',
    migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
    routes: [
      route({
        method: 'GET',
        path: '/api/settings',
        summary: 'Settings of the installation',
        lane: 'console',
        access: everyRole,
        response: contract.instanceSettings,
        handle: show,
      }),
      route({
        method: 'PATCH',
        path: '/api/settings',
        summary: 'Change settings of the installation',
        lane: 'console',
        access: staff('owner'),
        body: contract.instanceChanges,
        response: contract.instanceSettings,
        handle: async ({ staff: actor, body }) => {
          await db.transaction().execute(async (tx) => {
            await changeSettings(tx, body);
            await audit.record(tx, {
              actor,
              act: 'settings.change',
              object: 'instance',
              detail: { fields: Object.keys(body).join(' ') },
            });
          });
          return show();
        },
      }),
    ],
  };
};
