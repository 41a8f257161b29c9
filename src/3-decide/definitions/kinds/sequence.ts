/** One thing after another, within a time. */
import { z } from 'zod';
import { duration, eventName, filter, window } from '../ast.ts';
import { conditionKind } from '../kind.ts';
import {
  parseDuration,
  parseEvent,
  parseWindow,
  printDuration,
  printEvent,
  printWindow,
} from '../text/parts.ts';
import { durationMs } from '../window.ts';
import { sayDuration, sayEvent, sayWindow } from '../words/phrases.ts';
import { put, said } from '../words/said.ts';
import { EVENT_TYPE } from './event.ts';

const step = z.strictObject({
  event: eventName.optional(),
  type: EVENT_TYPE.optional(),
  where: filter.optional(),
});
const schema = z.strictObject({
  kind: z.literal('sequence'),
  steps: z.array(step).min(2).max(5),
  /** From the first step to the last. */
  within: duration,
  /** In which all of it lies. */
  in: window.optional(),
});
type Sequence = z.output<typeof schema>;

export const sequence = conditionKind<Sequence>({
  kind: 'sequence',
  schema,
  begins: ['sequence'],
  tree({ steps, within, in: inside = null }) {
    return {
      question: {
        of: {
          from: 'steps',
          steps: steps.map(({ event = null, type = null, where = null }) => ({
            from: 'events',
            name: event,
            type,
            where,
          })),
        },
        window: inside,
        measure: { of: 'sequence', within: durationMs(within) },
        test: null,
      },
    };
  },
  say({ steps, within, in: inside }) {
    const each = steps.map(sayEvent);
    const row = said(each.map(({ en }) => en).join(', then '), each.map(({ zh }) => zh).join('，然后'));
    return put(
      said('did {0} within {1}{2}', '{2}在 {1}内依次{0}'),
      row,
      sayDuration(within),
      sayWindow(inside),
    );
  },
  print: ({ steps, within, in: inside }) =>
    `sequence ${steps.map(printEvent).join(' then ')} within ${printDuration(within)}${printWindow(inside)}`,
  parse(reader) {
    const steps = [parseEvent(reader)];
    while (reader.takes('then')) steps.push(parseEvent(reader));
    reader.needs('within');
    const within = parseDuration(reader);
    const inside = parseWindow(reader);
    return { kind: 'sequence', steps, within, ...(inside && { in: inside }) };
  },
});
