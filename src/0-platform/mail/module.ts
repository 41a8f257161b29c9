import type { Module, Platform } from '../module/index.ts';
import { smtpSender } from './index.ts';

export const mailModule = ({ settings }: Pick<Platform, 'settings'>): Module => ({
  name: 'platform/mail',
  senders: [smtpSender(settings)],
});
