/** Why an event is refused. */
import type { Entry } from './entry.ts';

export const EVENTS = {
  event_too_large: { status: 400, en: 'An event may hold 32 KB.', zh: '单个事件不得超过 32 KB。' },
  event_type_unknown: {
    status: 400,
    en: '`type` must be track, identify, page, screen, group or alias.',
    zh: '`type` 必须为 track、identify、page、screen、group 或 alias。',
  },
  event_name_missing: {
    status: 400,
    en: 'A track call needs `event`, a text of 1 to 200 characters.',
    zh: 'track 调用需要 `event`，长度为 1 到 200 个字符。',
  },
  event_without_id: {
    status: 400,
    en: 'Give `userId` or `anonymousId`, a text of at most 256 characters.',
    zh: '请提供 `userId` 或 `anonymousId`，长度不超过 256 个字符。',
  },
  event_id_invalid: {
    status: 400,
    en: '`messageId` must be a text of at most 256 characters.',
    zh: '`messageId` 必须为不超过 256 个字符的文本。',
  },
  event_time_invalid: {
    status: 400,
    en: 'Times must be ISO 8601, such as 2026-11-23T08:00:00Z.',
    zh: '时间必须为 ISO 8601 格式，例如 2026-11-23T08:00:00Z。',
  },
  event_too_old: {
    status: 400,
    en: 'This event is older than the source may send.',
    zh: '该事件早于此来源允许的时间范围。',
  },
  event_shape_invalid: { status: 400, en: '`{field}` must be an object.', zh: '`{field}` 必须为对象。' },
  event_too_deep: { status: 400, en: 'Properties may nest 8 levels deep.', zh: '属性嵌套不得超过 8 层。' },
  event_too_many_properties: {
    status: 400,
    en: 'An event may have 300 properties.',
    zh: '单个事件的属性不得超过 300 个。',
  },
  event_key_forbidden: {
    status: 400,
    en: 'The names __proto__, constructor and prototype are not accepted.',
    zh: '不接受名为 __proto__、constructor 或 prototype 的属性。',
  },
  event_group_missing: { status: 400, en: 'A group call needs `groupId`.', zh: 'group 调用需要 `groupId`。' },
  event_previous_missing: {
    status: 400,
    en: 'An alias call needs `previousId` and `userId`.',
    zh: 'alias 调用需要 `previousId` 和 `userId`。',
  },
  event_not_allowed: {
    status: 400,
    en: 'The allow-list of this source does not name this event.',
    zh: '该来源的允许列表中没有此事件。',
  },
  event_names_exhausted: {
    status: 400,
    en: 'This source has used up its number of distinct event names.',
    zh: '该来源的不同事件名称数量已达上限。',
  },
  event_text_invalid: {
    status: 400,
    en: 'A text holds a NUL character or half of a surrogate pair.',
    zh: '文本包含 NUL 字符或不成对的代理字符。',
  },
  event_conflict: {
    status: 409,
    en: 'An event with this messageId but other content is already stored.',
    zh: '已存在相同 messageId 但内容不同的事件。',
  },
  event_depth: {
    status: 400,
    en: 'This event was caused by a chain of more than 8 events.',
    zh: '该事件的因果链超过 8 层。',
  },
} as const satisfies Record<string, Entry>;
