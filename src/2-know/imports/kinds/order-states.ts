/** What platforms and tills call the state of an order. */
export type SaidState =
  | 'pending'
  | 'paid'
  | 'partially_fulfilled'
  | 'fulfilled'
  | 'completed'
  | 'cancelled'
  | 'refunded';

const WORDS: Readonly<Record<SaidState, string>> = {
  pending:
    'pending|pending payment|on hold|checkout draft|authorized|unpaid|created|等待买家付款|待付款|未付款|等待付款|待支付',
  paid: 'paid|processing|approved|invoiced|partially paid|买家已付款|等待卖家发货|买家已付款，等待卖家发货|已付款|待发货|等待出库|已支付',
  partially_fulfilled: 'partial|partially fulfilled|partially shipped|部分发货|卖家部分发货',
  fulfilled:
    'fulfilled|shipped|卖家已发货|卖家已发货，等待买家确认|已发货|待收货|等待确认收货|等待收货|已出库',
  completed: 'completed|complete|delivered|closed ok|archived|finished|交易成功|已完成|完成|已签收|已收货',
  cancelled:
    'cancelled|canceled|voided|failed|expired|unavailable|交易关闭|已取消|取消|已关闭|付款以前，卖家或买家主动关闭交易|(删除)等待付款|(锁定)等待付款|(删除)等待出库',
  refunded:
    'refunded|returned|已退款|退款成功|付款以后用户退款成功，交易自动关闭|付款以后，用户退款成功，交易自动关闭',
};

const STATES = new Map(
  (Object.entries(WORDS) as [SaidState, string][]).flatMap(([state, words]) =>
    words.split('|').map((word) => [word, state] as const),
  ),
);

/** Null: a word nobody taught us. */
export function stateIn(text: string): SaidState | null {
  const word = text.trim().toLowerCase().replace(/^wc-/, '').replaceAll(/[_-]+/g, ' ');
  return STATES.get(word) ?? STATES.get(word.replaceAll(/\s+/g, '')) ?? null;
}
