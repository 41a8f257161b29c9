/** What the lake keeps of orders beside the event itself: the entries that figures are made of, their channel and currency. */
import { ORDER_EVENTS } from './orders.ts';

const names = Object.values(ORDER_EVENTS)
  .map((name) => `'${name}'`)
  .join(', ');
/** Written by the house itself: a shop may call an event of its own like that. */
const isOurs = `source_id = 0 AND event IN (${names})`;

const ENTRY = 'Tuple(kind LowCardinality(String), at Int64, amount Int64, quantity Int64, product_id Int64)';

export const ORDER_COLUMNS = [
  {
    name: 'entries',
    type: `Array(${ENTRY})`,
    as: `if(${isOurs}, JSONExtract(properties, 'entries', 'Array(${ENTRY})'), [])`,
  },
  {
    name: 'channel_id',
    type: 'Int32',
    as: `if(${isOurs}, JSONExtract(properties, 'channel_id', 'Int32'), 0)`,
  },
  {
    name: 'order_id',
    type: 'Int64',
    as: `if(${isOurs}, JSONExtract(properties, 'order', 'Int64'), 0)`,
  },
  {
    name: 'currency',
    type: 'LowCardinality(String)',
    as: `if(${isOurs}, JSONExtractString(properties, 'currency'), '')`,
  },
  {
    name: 'campaign',
    type: 'LowCardinality(String)',
    as: `if(${isOurs}, JSONExtractString(properties, 'campaign'), '')`,
  },
  {
    name: 'country',
    type: 'LowCardinality(String)',
    as: `if(${isOurs}, JSONExtractString(properties, 'country'), '')`,
  },
] as const;
