import { describe, expect, it } from 'vitest';
import { readSettings } from '#platform/settings';
import { sampleFolder, sampleSettings } from './sample-settings.ts';

describe('the settings of the sample', () => {
  const own = readSettings({
    PORT: '4100',
    DATA_DIR: '/srv/regulars/.data',
    DATABASE_URL: 'postgresql://shop@db/shop',
    CLICKHOUSE_URL: 'http://lake:8123',
    SMTP_URL: 'smtp://mail',
    BACKUP_TO: '/mnt/backup',
    OIDC_ISSUER: 'https://id.example',
  });

  it('are where it listens, and nothing by which it could reach what is the shop’s own', () => {
    const sample = sampleSettings(own);
    expect(sample).toMatchObject({ PORT: 4100, DATA_DIR: '/srv/regulars/.data/sample' });
    const shared = ['DATABASE_URL', 'CLICKHOUSE_URL', 'SMTP_URL', 'BACKUP_TO', 'OIDC_ISSUER'] as const;
    expect(shared.filter((name) => sample[name] !== undefined)).toEqual([]);
  });

  it('never name the shop’s own directory, however it is written', () => {
    expect(sampleFolder('/a/.data/')).toBe('/a/.data/sample');
    expect(sampleFolder('/a/.data/sample')).toBe('/a/.data/sample/sample');
  });
});
