import { fileURLToPath } from 'node:url';
import type { Module } from '../module/index.ts';
import type { Auth } from './index.ts';

export const authModule = ({ auth }: { auth: Auth }): Module => ({
  name: 'platform/auth',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: auth.routes(),
});
