/** Kinds of identifiers, and why one leads nowhere, in the reader's language. */
import { useLingui } from '@lingui/react/macro';

type Words = { label: string; hint: string };

export function useIdentifierWords() {
  const { t } = useLingui();
  const kinds: Record<string, string> = {
    user_id: t`User id`,
    anonymous_id: t`Anonymous id`,
    claimed_user_id: t`Claimed user id`,
    email: t`E-mail`,
    phone: t`Phone`,
    channel_customer: t`Number on the channel`,
    wechat_openid: t`WeChat openid`,
    wechat_unionid: t`WeChat unionid`,
    taobao_ouid: t`Taobao ouid`,
    taobao_oaid: t`Taobao OAID`,
    jd_pin: t`JD pin`,
    jd_open_id: t`JD open id`,
    weibo_uid: t`Weibo uid`,
  };
  const weak: Record<string, Words> = {
    claimed: { label: t`Claimed`, hint: t`A browser said so; anybody can say anything in his browser.` },
    masked: { label: t`Masked`, hint: t`The platform hides part of it: many people look the same.` },
    virtual: { label: t`Lent`, hint: t`A number that a marketplace lends for one order.` },
    relay: { label: t`Forwarded`, hint: t`An address that a platform makes up and forwards.` },
    own: { label: t`Your own`, hint: t`It belongs to the shop, not to a customer.` },
    changing: { label: t`Changing`, hint: t`The platform changes it by itself.` },
    limit: { label: t`One too many`, hint: t`A customer may not have so many of this kind.` },
    shared: { label: t`Shared`, hint: t`Too many customers were said to have it.` },
    apart: { label: t`Kept apart`, hint: t`Somebody undid the merge that it led to.` },
  };
  return { kinds, weak };
}

/** Segment's reserved traits; a shop's own keep the name they came with. */
export function useTraitWords(): Record<string, string> {
  const { t } = useLingui();
  return {
    name: t({ message: 'Name', context: 'person' }),
    firstName: t`First name`,
    lastName: t`Last name`,
    address: t`Address`,
    city: t`City`,
    country: t`Country`,
    company: t`Company`,
    birthday: t`Birthday`,
    gender: t`Gender`,
    age: t`Age`,
    title: t`Title`,
    website: t`Website`,
    createdAt: t`Customer since`,
    nickname: t`Nickname`,
    language: t`Language`,
  };
}
