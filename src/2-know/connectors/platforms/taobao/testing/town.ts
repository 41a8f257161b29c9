/** Orders of a shop on Taobao that live on by themselves, with the shop's own books: what TOP is asked about. */
import { book, type DayBooks } from '../../testing/day-books.ts';
import type { Dice } from '../../testing/random.ts';
import type { TestClock } from '../../testing/reach.ts';

type Line = {
  oid: string;
  price: number;
  num: number;
  share: number;
  net: number;
  refund: LocalRefund | null;
};
export type LocalRefund = {
  id: string;
  oid: string;
  tid: string;
  type: string;
  fee: number;
  whole: boolean;
  num: number;
  status: string;
  at: Date;
};
export type LocalTrade = {
  tid: string;
  buyer: number;
  type: string;
  created: Date;
  modified: Date;
  paidAt: Date | null;
  sentAt: Date | null;
  endedAt: Date | null;
  status: string;
  post: number;
  subsidy: number;
  lines: Line[];
};
type Message = { id: string; topic: string; tid: string; visibleAt: number };

export type Faults = {
  limited: number;
  failing: number;
  reset: number;
  lost: number;
  doubled: number;
  late: number;
};
export const NO_FAULTS: Faults = { limited: 0, failing: 0, reset: 0, lost: 0, doubled: 0, late: 0 };
export const MANY_FAULTS: Faults = { limited: 8, failing: 5, reset: 3, lost: 15, doubled: 30, late: 40 };

export class Town {
  readonly trades: LocalTrade[] = [];
  readonly queue: Message[] = [];
  readonly dice: Dice;
  readonly clock: TestClock;
  #next = 1;
  constructor(chances: Dice, clock: TestClock) {
    this.dice = chances;
    this.clock = clock;
  }

  /** Nineteen digits: more than a number of JavaScript holds. */
  id(prefix: string): string {
    return `${prefix}${String(this.#next++).padStart(18, '0')}`;
  }

  order(faults: Faults): LocalTrade {
    const now = this.clock.now;
    const tid = this.id('3');
    const lines = Array.from({ length: this.dice.whole(1, 3) }, (_, n): Line => {
      const price = this.dice.whole(1, 99_999);
      const num = this.dice.whole(1, 4);
      const share = this.dice.chance(50) ? this.dice.whole(0, Math.floor((price * num) / 2)) : 0;
      // Sellers put prices up by hand, too.
      const raised = this.dice.chance(10) ? this.dice.whole(1, 500) : 0;
      return {
        oid: n === 0 ? tid : this.id('3'),
        price,
        num,
        share,
        net: price * num - share + raised,
        refund: null,
      };
    });
    const goods = lines.reduce((sum, { net }) => sum + net, 0);
    const trade: LocalTrade = {
      tid,
      buyer: this.dice.whole(1, 9),
      type: this.dice.one(['guarantee_trade', 'auto_delivery', 'tmall_i18n', 'eticket']),
      created: now,
      modified: now,
      paidAt: null,
      sentAt: null,
      endedAt: null,
      status: 'WAIT_BUYER_PAY',
      post: this.dice.chance(40) ? this.dice.whole(1, 2000) : 0,
      subsidy: this.dice.chance(30) ? this.dice.whole(0, Math.min(500, goods)) : 0,
      lines,
    };
    this.trades.push(trade);
    this.tell('taobao_trade_TradeCreate', tid, faults);
    return trade;
  }

  live(faults: Faults): void {
    if (this.trades.length === 0 || this.dice.chance(35)) return void this.order(faults);
    const trade = this.dice.one(this.trades);
    const topic = this.#step(trade);
    if (topic) this.tell(topic, trade.tid, faults);
  }

  #step(trade: LocalTrade): string | null {
    const now = this.clock.now;
    const become = (status: string, topic: string): string => {
      trade.status = status;
      trade.modified = now;
      return topic;
    };
    const paid = ['WAIT_SELLER_SEND_GOODS', 'WAIT_BUYER_CONFIRM_GOODS', 'TRADE_FINISHED'].includes(
      trade.status,
    );
    if (paid && this.dice.chance(25)) return this.#giveBack(trade);
    if (trade.status === 'WAIT_BUYER_PAY') {
      if (this.dice.chance(20)) {
        trade.endedAt = now;
        return become('TRADE_CLOSED_BY_TAOBAO', 'taobao_trade_TradeClose');
      }
      trade.paidAt = now;
      return become('WAIT_SELLER_SEND_GOODS', 'taobao_trade_TradeBuyerPay');
    }
    if (trade.status === 'WAIT_SELLER_SEND_GOODS') {
      trade.sentAt = now;
      return become('WAIT_BUYER_CONFIRM_GOODS', 'taobao_trade_TradeSellerShip');
    }
    if (trade.status === 'WAIT_BUYER_CONFIRM_GOODS') {
      trade.endedAt = now;
      return become('TRADE_FINISHED', 'taobao_trade_TradeSuccess');
    }
    return null;
  }

  #giveBack(trade: LocalTrade): string | null {
    const line = trade.lines.find(({ refund, net }) => refund === null && net > 0);
    if (!line) return null;
    const whole = this.dice.chance(60);
    // A subsidy is never given back to her: she paid so much less.
    const most = Math.max(1, line.net - trade.subsidy);
    const fee = whole ? most : this.dice.whole(1, most);
    const { num } = line;
    line.refund = {
      id: this.id('9'),
      oid: line.oid,
      tid: trade.tid,
      type: trade.type,
      fee,
      whole,
      num,
      status: 'SUCCESS',
      at: this.clock.now,
    };
    // A refund does not always touch the trade.
    if (this.dice.chance(50)) trade.modified = this.clock.now;
    if (trade.status !== 'TRADE_FINISHED' && trade.lines.every((one) => one.refund?.whole)) {
      trade.status = 'TRADE_CLOSED';
      trade.endedAt = this.clock.now;
      trade.modified = this.clock.now;
    }
    return 'taobao_refund_RefundSuccess';
  }

  tell(topic: string, tid: string, faults: Faults): void {
    const now = this.clock.now.getTime();
    if (this.dice.chance(faults.lost)) return;
    const late = (): number => (this.dice.chance(faults.late) ? this.dice.whole(1, 3_600_000) : 0);
    this.queue.push({ id: this.id('7'), topic, tid, visibleAt: now + late() });
    if (this.dice.chance(faults.doubled))
      this.queue.push({ id: this.id('7'), topic, tid, visibleAt: now + late() });
  }

  books(): DayBooks {
    const books: DayBooks = {};
    for (const trade of this.trades) {
      const total = paymentOf(trade);
      book(books, trade.created, { orders: 1, total });
      if (trade.paidAt) book(books, trade.paidAt, { paid: total });
      for (const { refund } of trade.lines) if (refund) book(books, refund.at, { refunded: refund.fee });
    }
    return books;
  }
}

export const paymentOf = ({ lines, post, subsidy }: LocalTrade): number =>
  lines.reduce((sum, { net }) => sum + net, 0) + post - subsidy;
export const yuan = (amount: number): string =>
  `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
