/** Outside data: what is known of a place, or of a place on a day (weather, region, incomes). Columns that are no key are what is known. */
import { instantIn } from '../instant-in.ts';
import type { Batch, Rejected } from '../preset.ts';
import { type Field, type Kind, refused } from './kind.ts';
import { clean } from './values.ts';

const AT_ONCE = 1000;

const field = (name: string, en: string, zh: string, called: string): Field => ({
  name,
  title: { en, zh },
  called: called.split('|').filter((one) => one !== ''),
});

/** The finest first: a row that names a postcode and a city is about the postcode. */
export const PLACES = ['postcode', 'district', 'city', 'province', 'country'] as const;

export const outside: Kind = {
  name: 'outside',
  title: { en: 'Outside data', zh: '外部数据' },
  fields: [
    field('postcode', 'Postcode', '邮编', 'postcode|zip|zip code|postal code|邮编|邮政编码'),
    field('district', 'District', '区县', 'district|county|区|区县'),
    field('city', 'City', '城市', 'city|town|城市|市'),
    field('province', 'Province', '省', 'province|state|region|省|省份'),
    field('country', 'Country', '国家', 'country|country code|国家'),
    field('day', 'Day', '日期', 'date|day|observed at|日期|时间'),
  ],
  needed: [...PLACES, 'day'],
  async *batches(rows, setting): AsyncGenerator<Batch> {
    let known: NonNullable<Batch['outside']>[number][] = [];
    let rejected: Rejected[] = [];
    let read = 0;
    for await (const row of rows) {
      read++;
      const place = PLACES.find((name) => (row.values[name] ?? '').trim() !== '');
      const said = (row.values.day ?? '').trim();
      const day = said === '' ? null : instantIn(said, 'UTC', setting.dayOrder);
      if (said !== '' && !day) rejected.push(refused(row, 'import_time_invalid', 'day'));
      else if (!place && !day) rejected.push(refused(row, 'import_value_missing', 'city'));
      else
        known.push({
          kind: place ?? 'everywhere',
          place: place ? clean(row.values[place], 200).toLowerCase() : '',
          day: day?.toISOString().slice(0, 10) ?? null,
          values: Object.fromEntries(
            Object.entries(row.values)
              .filter(([name, value]) => name.startsWith('trait:') && value.trim() !== '')
              .slice(0, 100)
              .map(([name, value]) => [clean(name.slice(6), 100), clean(value, 500)]),
          ),
        });
      if (read < AT_ONCE) continue;
      yield { outside: known, rejected, read: { places: read } };
      [known, rejected, read] = [[], [], 0];
    }
    if (read > 0) yield { outside: known, rejected, read: { places: read } };
  },
};
