/** Rows of the catalogue about channels and the platforms they are on. `{detail}`: statuses and codes as they came, never people. */
export const CONNECTORS = {
  channel_name_taken: {
    status: 409,
    en: 'Another channel has this name already.',
    zh: '已有同名的销售渠道。',
  },
  connector_unknown: {
    status: 422,
    en: 'There is no connector of that name.',
    zh: '没有该名称的连接器。',
  },
  connector_platform_other: {
    status: 422,
    en: 'This channel is on another platform than this connector reaches.',
    zh: '该销售渠道所在平台与此连接器不符。',
  },
  connector_taken: {
    status: 409,
    en: 'This channel is connected already: change or disconnect that connection.',
    zh: '该销售渠道已有连接：请修改或断开原有连接。',
  },
  connector_setting_invalid: {
    status: 422,
    en: 'This does not look as it should.',
    zh: '格式不正确。',
  },
  connector_unreachable: {
    status: 502,
    en: 'The platform does not answer ({detail}). It is asked again by itself.',
    zh: '平台没有应答（{detail}），系统会自动重试。',
  },
  connector_refused: {
    status: 422,
    en: 'The platform refuses these credentials ({detail}): check keys and permissions.',
    zh: '平台拒绝了当前凭据（{detail}）：请检查密钥与权限。',
  },
  connector_limited: {
    status: 503,
    en: 'The platform asks for patience ({detail}): it goes on when it may.',
    zh: '平台要求限速（{detail}）：到时自动继续。',
  },
  connector_answer_unreadable: {
    status: 502,
    en: 'The platform said something that cannot be read ({detail}).',
    zh: '平台返回的内容无法解读（{detail}）。',
  },
  connector_file_incomplete: {
    status: 502,
    en: 'The platform’s file ended too early ({detail}): it is asked for again.',
    zh: '平台的数据文件不完整（{detail}）：将重新获取。',
  },
  connector_record_unreadable: {
    status: 422,
    en: 'This record is not as the platform’s documentation says.',
    zh: '该记录与平台文档的格式不符。',
  },
  connector_currency_other: {
    status: 422,
    en: 'This order is in another currency than its channel.',
    zh: '该订单的货币与销售渠道不同。',
  },
  connector_order_unknown: {
    status: 422,
    en: 'The order of this parcel has not come yet.',
    zh: '该包裹对应的订单尚未同步。',
  },
  connector_stopped: {
    status: 409,
    en: 'This connection is paused or disconnected.',
    zh: '该连接已暂停或断开。',
  },
  connector_act_missing: {
    status: 409,
    en: 'This platform cannot be asked for that.',
    zh: '该平台不支持此操作。',
  },
  connector_act_ours: {
    status: 409,
    en: 'Regulars is the system of record for this on this channel: do it here, not on the platform.',
    zh: '在该渠道上此事以 Regulars 的记录为准：请在本系统操作，而非平台。',
  },
  webhook_unsigned: {
    status: 401,
    en: 'This call is not signed with the secret of this connection.',
    zh: '该请求的签名与此连接的密钥不符。',
  },
} as const;
