/** What an event says of addresses. Pure. */
import { ADDRESS_EVENTS } from '#events/addresses';
import type { Json, JsonObject } from '#platform/log';
import { type Book, type Moment, RANK } from './book.ts';
import { MOST_LABEL } from './contract.ts';
import { keyOf, placeIn } from './place.ts';

type Heard = { type: string; event: string; properties: JsonObject };

/** `personal`: the sealed half. Empty: it says nothing of an address. */
export function saidInEvent({ type, event, properties }: Heard, personal: JsonObject, moment: Moment): Book {
  if (type === 'identify') return saidInTraits(object(personal.traits), moment);
  const said = joined(properties, object(personal.properties));
  const inner = object(said.address);
  const id = text(said.address_id) ?? text(inner.id) ?? text(said.id);
  const place = placeIn(said.address) ?? placeIn(said);
  const there = { ...moment, rank: RANK.event, value: event !== ADDRESS_EVENTS.removed };
  const label = text(said.label) ?? text(inner.label) ?? text(said.address_type) ?? text(inner.type);
  const main = [said.default, said.is_default, inner.default, inner.is_default].find(
    (value) => typeof value === 'boolean',
  );
  if (!place && id === null) return {};
  return {
    [place ? keyOf(place) : `#${id}`]: {
      place,
      id: id === null ? null : { ...there, value: id },
      first: moment.at,
      there,
      label: label === null ? null : { ...there, value: label.slice(0, MOST_LABEL) },
      main: typeof main === 'boolean' ? { ...there, value: main } : null,
      by: ['event'],
    },
  };
}

/** Segment's `address` trait is the one she has now. */
function saidInTraits(traits: JsonObject, moment: Moment): Book {
  const place = placeIn(traits.address);
  if (!place) return {};
  const said = { ...moment, rank: RANK.identify, value: true };
  return {
    [keyOf(place)]: {
      place,
      id: null,
      first: moment.at,
      there: said,
      label: null,
      main: said,
      by: ['identify'],
    },
  };
}

/** What stood in clear and what was sealed, two levels of it. */
function joined(clear: JsonObject, sealed: JsonObject): JsonObject {
  return { ...clear, ...sealed, ...addressOf(clear, sealed) };
}

function addressOf(clear: JsonObject, sealed: JsonObject): JsonObject {
  if (typeof sealed.address === 'string') return { address: sealed.address };
  const address = { ...object(clear.address), ...object(sealed.address) };
  return Object.keys(address).length > 0 ? { address } : {};
}

const object = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

function text(value: Json | undefined): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null;
}
