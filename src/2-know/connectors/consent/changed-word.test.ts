import { describe, expect, it } from 'vitest';
import { changesOf, type Recorded } from './changed-word.ts';

const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 20, hour));
const said = (
  hour: number,
  channel: 'email' | 'sms' | 'any',
  state: 'granted' | 'denied' | 'withdrawn',
  actor = 'staff:1',
  customerId = 1,
): Recorded => ({
  customerId,
  actor,
  recordedAt: at(hour),
  choice: {
    purpose: 'marketing',
    channel,
    state,
    at: at(hour),
    method: 'staff',
    source: 'test',
    textVersion: null,
    textDigest: null,
    locale: null,
  },
});
const short = (held: Recorded[], hour: number) =>
  changesOf(held, at(hour)).map(({ by, granted, actors }) => [by, granted, ...actors]);

describe('what changes for a platform', () => {
  it('is a first word, whatever it is', () => {
    expect(short([said(9, 'email', 'granted')], 9)).toEqual([['email', true, 'staff:1']]);
    expect(short([said(9, 'sms', 'withdrawn')], 9)).toEqual([['sms', false, 'staff:1']]);
  });

  it('is nothing where the same is said again, or denied and then withdrawn', () => {
    expect(short([said(8, 'email', 'granted'), said(9, 'email', 'granted')], 9)).toEqual([]);
    expect(short([said(8, 'email', 'denied'), said(9, 'email', 'withdrawn')], 9)).toEqual([]);
  });

  it('is both where all of it is withdrawn', () => {
    const held = [said(7, 'email', 'granted'), said(8, 'sms', 'granted'), said(9, 'any', 'withdrawn')];
    expect(short(held, 9)).toEqual([
      ['email', false, 'staff:1'],
      ['sms', false, 'staff:1'],
    ]);
  });

  it('is nothing where another profile of hers has refused', () => {
    const held = [said(8, 'email', 'withdrawn', 'staff:1', 2), said(9, 'email', 'granted')];
    expect(short(held, 9)).toEqual([]);
  });

  it('names who recorded it', () => {
    expect(short([said(9, 'email', 'granted', 'connection:3')], 9)).toEqual([
      ['email', true, 'connection:3'],
    ]);
  });
});
