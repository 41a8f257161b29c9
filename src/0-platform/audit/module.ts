import { fileURLToPath } from 'node:url';
import { type Route, route, staff } from '../http/index.ts';
import { answerList } from '../lists/index.ts';
import type { Module, Platform } from '../module/index.ts';
import * as contract from './contract.ts';
import { listEntries, type Row } from './store.ts';

export const auditModule = (platform: Pick<Platform, 'db' | 'audit'>): Module => ({
  name: 'platform/audit',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: auditRoutes(platform),
});

const auditRoutes = ({ db, audit }: Pick<Platform, 'db' | 'audit'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/audit',
    summary: 'Who did what',
    lane: 'console',
    access: staff('owner'),
    query: contract.auditQuery,
    response: contract.auditPage,
    handle: ({ query, reply }) =>
      answerList(reply, query, {
        file: 'audit',
        columns: csv,
        read: async (asked) => {
          const { items, next } = await listEntries(db, asked);
          return { items: items.map(itemOf), next };
        },
      }),
  }),
  route({
    method: 'GET',
    path: '/api/audit/verify',
    summary: 'Whether the chain of the audit log is whole',
    lane: 'console',
    access: staff('owner'),
    response: contract.auditVerdict,
    handle: async () => ({ broken_at: (await audit.verify(db))?.brokenAt ?? null }),
  }),
];

const itemOf = (row: Row): contract.AuditItem => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: row.actor,
  name: row.name,
  act: row.act,
  object: row.object,
  detail: JSON.parse(row.detail),
  ip: row.ip,
  hash: row.hash.toString('hex'),
});

const csv = {
  id: (item: contract.AuditItem) => item.id,
  at: (item: contract.AuditItem) => item.at,
  actor: (item: contract.AuditItem) => item.actor,
  name: (item: contract.AuditItem) => item.name,
  act: (item: contract.AuditItem) => item.act,
  object: (item: contract.AuditItem) => item.object,
  detail: (item: contract.AuditItem) => JSON.stringify(item.detail),
  ip: (item: contract.AuditItem) => item.ip,
};
