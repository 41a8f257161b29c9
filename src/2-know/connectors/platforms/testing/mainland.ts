/** Orders of the local shops as the platforms' own reports write them, and the shops themselves, for tests of others. */
import type { Feed, FeedName, Fetched, Reach } from '../../connector.ts';
import { chinaTime } from '../china-time.ts';
import { CONNECTORS } from '../index.ts';
import { aJdShop, dueOf, KEYS as JD_KEYS, type LocalOrder } from '../jd/testing/local-shop.ts';
import { aTaobaoShop, KEYS as TAOBAO_KEYS } from '../taobao/testing/local-shop.ts';
import { type LocalTrade, paymentOf, yuan } from '../taobao/testing/town.ts';
import { Shelf } from './day-books.ts';
import { aClock, aReach, readOn } from './reach.ts';

const TRADE_STATES: Readonly<Record<string, string>> = {
  WAIT_BUYER_PAY: '等待买家付款',
  WAIT_SELLER_SEND_GOODS: '买家已付款，等待卖家发货',
  WAIT_BUYER_CONFIRM_GOODS: '卖家已发货，等待买家确认',
  TRADE_FINISHED: '交易成功',
  TRADE_CLOSED: '付款以后用户退款成功，交易自动关闭',
  TRADE_CLOSED_BY_TAOBAO: '交易关闭',
};

/** ExportOrderList of 千牛. */
export const rowOfTrade = (trade: LocalTrade): Record<string, string> => ({
  订单编号: `="${trade.tid}"`,
  买家会员名: `买家${trade.buyer}`,
  买家应付货款: yuan(paymentOf(trade) - trade.post),
  买家应付邮费: yuan(trade.post),
  总金额: yuan(paymentOf(trade)),
  买家实际支付金额: yuan(trade.paidAt ? paymentOf(trade) : 0),
  订单状态: TRADE_STATES[trade.status] ?? '',
  订单创建时间: chinaTime(trade.created),
  订单付款时间: trade.paidAt ? chinaTime(trade.paidAt) : '',
});

const JD_STATES: Readonly<Record<string, string>> = {
  NOT_PAY: '等待付款',
  WAIT_SELLER_STOCK_OUT: '等待出库',
  WAIT_GOODS_RECEIVE_CONFIRM: '等待确认收货',
  FINISHED_L: '完成',
  TRADE_CANCELED: '已取消',
};

/** 订单导出 of JD's merchant console: a line in each row. */
export const rowsOfJd = (order: LocalOrder): Record<string, string>[] =>
  order.lines.map(({ sku, price, num }) => ({
    订单号: order.id,
    商品ID: sku,
    商品名称: '绿茶',
    订购数量: String(num),
    下单时间: chinaTime(order.made),
    京东价: yuan(price),
    余额支付: yuan(order.balance),
    应付金额: yuan(dueOf(order) - order.balance),
    订单状态: JD_STATES[order.state] ?? '',
    下单帐号: `jd_${order.buyer}`,
    运费金额: yuan(order.freight),
    付款确认时间: order.paid ? chinaTime(order.paid) : '',
  }));

const feedOf = (connector: string, name: FeedName): Feed =>
  CONNECTORS.find((one) => one.name === connector)?.feeds.find((one) => one.name === name) as Feed;

export const mainland = {
  aClock,
  aReach,
  Shelf,
  aTaobaoShop,
  TAOBAO_KEYS,
  aJdShop,
  JD_KEYS,
  rowOfTrade,
  rowsOfJd,
  readOn: (connector: string, feed: FeedName, reach: Reach, onPage: (page: Fetched) => void) =>
    readOn(feedOf(connector, feed), reach, null, onPage),
};
