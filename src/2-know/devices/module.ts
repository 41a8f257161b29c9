import { fileURLToPath } from 'node:url';
import type { Module } from '#platform/module';
import { type NoteParts, notingDevices } from './note-devices.ts';
import { deviceRoutes } from './routes.ts';
import { exportDevices, type ShowParts } from './show-devices.ts';
import { eraseDevices } from './store.ts';

export const devicesModule = (parts: ShowParts & NoteParts): Module => ({
  name: 'know/devices',
  neighbours: ['know/customers'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: deviceRoutes(parts),
  subscribers: [notingDevices(parts)],
  personalData: {
    export: (db, customer, caller) => exportDevices(parts, db, customer, caller),
    erase: (tx, customer) => eraseDevices(tx, customer),
  },
});
