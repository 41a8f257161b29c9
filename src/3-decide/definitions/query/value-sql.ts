/**
 * One value of an event in ClickHouse, as `scalar.ts` has it in the process: key, number and text of the same value are the same in both.
 * `json` is a column or a piece of one, `keys` bound names.
 */
import type { Bound } from './bound.ts';

/** Expressions: `key` is '' and `number` NULL where there is none; `text` is '' for what is no text. */
export type ValueSql = { key: string; number: string; text: string };

const NUMBER_TEXT = "'^-?(0|[1-9][0-9]{0,9})([.][0-9]{1,4})?$'";
const SAFE = 9007199254740991;

export function valueSql(json: string, path: readonly string[], values: Bound): ValueSql {
  const at = [json, ...path.map((key) => values.text(key))].join(', ');
  const type = `toString(JSONType(${at}))`;
  const text = `if(${type} = 'String', JSONExtractString(${at}), '')`;
  const double = `JSONExtractFloat(${at})`;
  const isNumber = `${type} IN ('Int64', 'UInt64', 'Double')`;
  const isSmall = `abs(${double}) < 10000000000`;
  const fromNumber = `toInt64(floor(${double} * 10000 + 0.5))`;
  const fromText = `toInt64(toDecimal64OrNull(${text}, 4) * 10000)`;
  const number = `multiIf(${isNumber} AND ${isSmall}, ${fromNumber}, match(${text}, ${NUMBER_TEXT}), ${fromText}, NULL)`;
  const isId = `${type} IN ('Int64', 'UInt64') AND abs(${double}) <= ${SAFE}`;
  const key = `multiIf(
    isNotNull(${number}), concat('n', toString(${number})),
    ${type} = 'String', if(${text} = '', '', concat('t', ${text})),
    ${isId}, concat('t', toString(JSONExtractInt(${at}))),
    ${type} = 'Bool', if(JSONExtractBool(${at}), 'ttrue', 'tfalse'),
    '')`;
  return { key: `assumeNotNull(${key})`, number, text };
}
