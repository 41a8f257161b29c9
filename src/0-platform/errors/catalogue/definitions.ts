import type { Entry } from './entry.ts';

/** Rows of the catalogue about definitions: who is meant by a segment, a trait, a rule. */
export const DEFINITIONS = {
  definition_invalid: {
    status: 422,
    en: 'This is not a definition as they are written here; each fault stands beside its place.',
    zh: '定义不符合规范；各处问题已逐一标出。',
  },
  definition_text_invalid: {
    status: 422,
    en: 'Line {line}, column {column}: “{found}” does not fit here. What fits: {expected}.',
    zh: '第 {line} 行第 {column} 列：此处不能是“{found}”。可以是：{expected}。',
  },
  definition_refers: {
    status: 422,
    en: 'This refers to what is not there: {what}.',
    zh: '引用的内容不存在：{what}。',
  },
  definition_circle: {
    status: 422,
    en: 'This leads back to itself by segment {segment}: who is in it would depend on who is in it.',
    zh: '定义经人群 {segment} 又指向自身：成员资格不能取决于其本身。',
  },
  definition_personal: {
    status: 422,
    en: 'Nobody is found by “{what}”: it may identify people, so it is kept sealed, and definitions cannot ask about it.',
    zh: '不能按“{what}”圈选：它可能识别到具体个人，因此加密保存，定义中不可使用。',
  },
  definition_too_far: {
    status: 422,
    en: 'This looks further back than “{kind}” is kept ({months} months): ask for a shorter time, or keep it longer.',
    zh: '回溯时间超出“{kind}”的保留期限（{months} 个月）：请缩短时间范围，或延长保留期限。',
  },
  segment_name_taken: {
    status: 409,
    en: 'Another segment has this name already.',
    zh: '已有同名的人群。',
  },
  segment_in_use: {
    status: 409,
    en: 'Other segments lead to this one: {names}. Change them first.',
    zh: '以下人群引用了此人群：{names}。请先修改它们。',
  },
  segment_of_itself: {
    status: 422,
    en: '“{event}” is what segments say themselves: ask for membership of a segment instead.',
    zh: '“{event}”由人群自身产生：请改用“属于人群”条件。',
  },
} as const satisfies Record<string, Entry>;
