/** What is said no with where customers are concerned; a part of the table in `catalogue.ts`. */
import type { Entry } from './entry.ts';

export const CUSTOMERS = {
  customer_erased: { status: 409, en: 'This customer was erased before.', zh: '该客户此前已被删除。' },
  request_settled: {
    status: 409,
    en: 'What this customer asked is settled already.',
    zh: '该客户的此项请求已处理完毕。',
  },
  customers_same: {
    status: 409,
    en: 'These two are one customer already.',
    zh: '这两个已经是同一位客户。',
  },
  merge_undone: { status: 409, en: 'This merge was undone before.', zh: '该合并此前已被撤销。' },

  // What staff note of customers
  attribute_key_taken: {
    status: 409,
    en: 'There is an attribute with this key already.',
    zh: '已有使用该键名的属性。',
  },
  attribute_options_missing: {
    status: 400,
    en: 'An attribute to choose from needs at least one option.',
    zh: '选择类属性至少需要一个选项。',
  },
  attribute_edited_unseen: {
    status: 400,
    en: 'Who may edit it must be able to see it.',
    zh: '可编辑的角色必须同时可查看。',
  },
  values_refused: {
    status: 400,
    en: 'Some values are not right: see the list.',
    zh: '部分值有误，详见列表。',
  },
  value_below: { status: 400, en: 'This is below what is allowed.', zh: '低于允许的下限。' },
  value_above: { status: 400, en: 'This is above what is allowed.', zh: '超过允许的上限。' },
  notes_full: {
    status: 409,
    en: 'A customer has at most {most} notes: take some away first.',
    zh: '每位客户最多 {most} 条备注，请先移除一些。',
  },
  files_full: {
    status: 409,
    en: 'A customer has at most {most} files of {mb} MB together: take some away first.',
    zh: '每位客户最多 {most} 个文件，合计不超过 {mb} MB，请先移除一些。',
  },
  file_kind_refused: {
    status: 415,
    en: 'Only PDF, PNG, JPEG, WebP, GIF, XLSX, DOCX and plain text are kept, told by their content.',
    zh: '仅可保存 PDF、PNG、JPEG、WebP、GIF、XLSX、DOCX 和纯文本文件，以文件内容为准。',
  },
  group_member_missing: {
    status: 400,
    en: 'Name the first member: without one nobody could see this group.',
    zh: '请指定首位成员：没有成员的群组无法查看。',
  },
  group_full: {
    status: 409,
    en: 'A group has at most {most} members.',
    zh: '每个群组最多 {most} 位成员。',
  },
  groups_full: {
    status: 409,
    en: 'A customer belongs to at most {most} groups.',
    zh: '每位客户最多属于 {most} 个群组。',
  },
  option_unknown: { status: 400, en: 'This is none of the options.', zh: '不是可选项之一。' },
} as const satisfies Record<string, Entry>;
