/** Reviews, surveys and questions after an order. Who is angry is heard more often; that bias is part of the world. */
import type { Draw } from '../random/draw.ts';
import { DAY, MINUTE } from '../time/calendar.ts';
import { iso } from '../time/iso.ts';
import type { Bilingual } from '../world/world.ts';
import type { Suffered } from './buy.ts';
import type { Order } from './order.ts';
import { whoOf } from './out.ts';
import type { Shop } from './shop.ts';

type About = {
  person: number;
  account: number;
  turn: number;
  order: Order;
  trouble: Suffered | null;
  draw: Draw;
};

/** True where staff settled the matter. */
export function whatPeopleSay(shop: Shop, about: About): boolean {
  review(shop, about);
  survey(shop, about);
  return chat(shop, about);
}

function review(shop: Shop, { person, account, turn, order, trouble, draw }: About): void {
  const { reviews, language } = shop.world;
  if (order.channel === 'marketplace' || !draw.chance(reviews.share * (trouble ? reviews.bad_factor : 1)))
    return;
  const rating = 1 + draw.weighted(trouble ? reviews.bad_ratings : reviews.happy_ratings);
  const says = draw.of(trouble ? trouble.says : reviews.praise);
  shop.later({
    at: order.deliveredAt + Math.ceil(draw.exponential() * reviews.days * DAY),
    does: 'review',
    person,
    account,
    order: order.number,
    turn,
    product: troubledProduct(shop, order, trouble),
    rating,
    text: draw.chance(reviews.text_share) ? says[language] : '',
  });
}

/** Of a bad batch the product that is bad, else the first. */
function troubledProduct({ troubles }: Shop, { lines }: Order, trouble: Suffered | null): number {
  const struck = troubles.find(({ id }) => id === trouble?.id)?.struck;
  return (lines.find(({ product }) => struck?.has(product)) ?? lines[0])?.product ?? 0;
}

const HAPPY = 9;
const MOST = 10;

function survey(shop: Shop, { order, trouble, draw }: About): void {
  const { surveys } = shop.world;
  const opinion = surveys.mean - (trouble ? surveys.bad_drop : 0) + surveys.spread * draw.normal();
  const score = Math.min(MOST, Math.max(0, Math.round(opinion)));
  const share =
    surveys.share * (trouble ? surveys.bad_factor : 1) * (score >= HAPPY ? surveys.happy_bias : 1);
  const answers = draw.chance(share);
  shop.out.truth({ what: 'opinion', order: order.number, score, answers });
  if (!answers) return;
  const at = iso(order.deliveredAt + Math.ceil(surveys.days * draw.exponential() * DAY));
  shop.out.intent({ door: 'surveys', at, order: order.number, user_id: order.buyer.userId, score });
}

function chat(shop: Shop, { person, order, trouble, draw }: About): boolean {
  const { service, language, delivery } = shop.world;
  if (!draw.chance(trouble ? service.bad_chat_share : service.chat_share)) return false;
  const agent = draw.of(service.agents);
  const isSettled = draw.chance(agent.skill);
  const says: readonly Bilingual[] = trouble?.says ?? draw.of(delivery.everyday).says;
  const at = order.deliveredAt + Math.ceil(service.days * draw.exponential() * DAY);
  const answeredAt = at + Math.ceil(agent.minutes * draw.exponential() * MINUTE);
  shop.out.intent({
    door: 'chats',
    at: iso(at),
    order: order.number,
    user_id: order.buyer.userId,
    text: draw.of(says)[language],
    agent: agent.name,
    answered_at: iso(answeredAt),
  });
  shop.out.truth({
    what: 'answer',
    who: whoOf(person),
    at: iso(answeredAt),
    order: order.number,
    agent: agent.name,
    settled: isSettled,
  });
  return isSettled;
}
