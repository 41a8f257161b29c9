/** What may be wrong with any request, and who may make it. */
import type { Entry } from './entry.ts';

export const REQUESTS = {
  bad_request: { status: 400, en: 'The request could not be understood.', zh: '无法理解该请求。' },
  body_invalid: {
    status: 400,
    en: 'Some fields are not right: see the list.',
    zh: '部分字段有误，详见列表。',
  },
  json_invalid: { status: 400, en: 'The body is not valid JSON.', zh: '请求正文不是有效的 JSON。' },
  not_utf8: {
    status: 400,
    en: 'The body is not UTF-8, as JSON must be.',
    zh: '请求正文不是 UTF-8 编码，JSON 必须使用 UTF-8。',
  },
  body_too_large: { status: 413, en: 'The body is larger than {limit}.', zh: '请求正文超过 {limit}。' },
  media_type: { status: 415, en: 'Send this request as {expected}.', zh: '请以 {expected} 发送该请求。' },
  not_found: { status: 404, en: 'There is nothing here by that name.', zh: '没有找到对应的内容。' },
  method_not_allowed: {
    status: 405,
    en: 'This address does not answer to {method}.',
    zh: '该地址不支持 {method} 方法。',
  },
  conflict: {
    status: 409,
    en: 'Somebody changed this meanwhile. Load it again.',
    zh: '内容已被他人修改，请重新加载。',
  },
  internal: {
    status: 500,
    en: 'Something went wrong on our side; it was logged.',
    zh: '系统内部出错，已记录日志。',
  },
  not_signed_in: { status: 401, en: 'Sign in first.', zh: '请先登录。' },
  not_allowed: { status: 403, en: 'Your role may not do this.', zh: '您的角色无权执行此操作。' },
  origin_not_allowed: {
    status: 403,
    en: 'This request did not come from our own pages.',
    zh: '该请求不是来自本系统页面。',
  },
  history_needs_server_key: {
    status: 403,
    en: 'Only a server key loads history; a browser key stands in pages.',
    zh: '只有服务器密钥可以载入历史数据；浏览器密钥公开在网页中。',
  },
  write_key_invalid: {
    status: 401,
    en: 'This write key is not known, or was revoked.',
    zh: '写入密钥无效或已被吊销。',
  },
  source_disabled: { status: 403, en: 'This source is switched off.', zh: '该数据来源已停用。' },
  sign_in_failed: { status: 401, en: 'E-mail or password is not right.', zh: '邮箱或密码不正确。' },
  link_void: {
    status: 400,
    en: 'This link was used already, or is too old. Ask for a new one.',
    zh: '该链接已使用或已过期，请重新获取。',
  },
  email_taken: {
    status: 409,
    en: 'Somebody with this e-mail address is here already.',
    zh: '该邮箱地址已被使用。',
  },
  password_wrong: { status: 400, en: 'This is not your password.', zh: '密码不正确。' },
  code_wrong: {
    status: 401,
    en: 'This code is not right, or was used already.',
    zh: '验证码不正确或已使用过。',
  },
  sign_in_over: {
    status: 401,
    en: 'This sign-in took too long: start again.',
    zh: '本次登录已超时，请重新登录。',
  },
  last_owner: {
    status: 409,
    en: 'This is the only owner: make another first.',
    zh: '这是唯一的所有者：请先指定另一位所有者。',
  },
  password_too_short: {
    status: 400,
    en: 'A password has at least {least} characters.',
    zh: '密码至少需要 {least} 个字符。',
  },
  too_many_requests: {
    status: 429,
    en: 'Too many requests; try again in {seconds} s.',
    zh: '请求过多，请在 {seconds} 秒后重试。',
  },
  overloaded: {
    status: 429,
    en: 'More arrives than can be stored right now; try again in {seconds} s.',
    zh: '当前写入繁忙，请在 {seconds} 秒后重试。',
  },
  followers_late: {
    status: 503,
    en: 'What was stored is still being worked through; imports and exports wait until that is done.',
    zh: '已存入的数据仍在处理中，导入和导出将在处理完成后继续。',
  },
  database_away: {
    status: 503,
    en: 'The database is not reachable; it is being retried.',
    zh: '数据库暂不可用，正在重试。',
  },
  query_limit: {
    status: 503,
    en: 'The query needed more time or memory than its class is given.',
    zh: '查询超出该类查询的时间或内存上限。',
  },
  field_invalid: { status: 400, en: 'This value is not right.', zh: '该值无效。' },
  field_required: { status: 400, en: 'This is required.', zh: '此项为必填。' },
  field_unknown: { status: 400, en: 'There is no such field.', zh: '不存在该字段。' },
  field_too_long: { status: 400, en: 'This is too long.', zh: '内容过长。' },
  field_too_short: { status: 400, en: 'This is too short.', zh: '内容过短。' },
  cursor_invalid: {
    status: 400,
    en: 'This page marker does not belong to this list and sort; start from the first page.',
    zh: '分页标记与当前列表或排序不符，请从第一页开始。',
  },
  view_name_taken: {
    status: 409,
    en: 'You already have a view of that name on this page.',
    zh: '您在此页面已有同名视图。',
  },
  too_many_views: {
    status: 409,
    en: 'A page can keep {limit} views of yours; delete one first.',
    zh: '每个页面最多保存 {limit} 个个人视图，请先删除一个。',
  },
} as const satisfies Record<string, Entry>;
