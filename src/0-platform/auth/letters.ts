/** What staff are written, in their language. Names are theirs and the shop's: one line each, so that nobody writes a letter of his own in them. */

type Link = { email: string; name: string; locale: 'en' | 'zh-CN'; shop: string; link: string };
type Letter = { to: string; subject: string; text: string };

export function linkLetter(purpose: 'invitation' | 'reset', given: Link): Letter {
  const { subject, lines } = WORDS[given.locale][purpose]({
    ...given,
    name: oneLine(given.name),
    shop: oneLine(given.shop) || 'Regulars',
  });
  return { to: given.email, subject, text: `${lines.join('\n\n')}\n` };
}

/** Without line breaks and without what a mail program would make a link of. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/:\/\/|www\./gi, ' ')
    .trim();

type Words = (given: Link) => { subject: string; lines: string[] };

const WORDS: Record<Link['locale'], Record<'invitation' | 'reset', Words>> = {
  en: {
    invitation: ({ name, shop, link }) => ({
      subject: `You are invited to ${shop}`,
      lines: [
        `Hello ${name},`,
        `you have been invited to work in ${shop}. Open this link to choose a password:`,
        link,
        'It works once, within 72 hours. If you do not know what this is about, do nothing.',
      ],
    }),
    reset: ({ name, shop, link }) => ({
      subject: `Your new password for ${shop}`,
      lines: [
        `Hello ${name},`,
        'an owner asked us to send you this link, by which you set a new password:',
        link,
        'It works once, within 30 minutes. Until you use it, your old password stays.',
      ],
    }),
  },
  'zh-CN': {
    invitation: ({ name, shop, link }) => ({
      subject: `邀请您加入${shop}`,
      lines: [
        `${name}，您好：`,
        `您被邀请加入${shop}的工作台。请打开以下链接设置密码：`,
        link,
        '链接仅可使用一次，72 小时内有效。如果您不清楚此事，请忽略本邮件。',
      ],
    }),
    reset: ({ name, shop, link }) => ({
      subject: `重设您在${shop}的密码`,
      lines: [
        `${name}，您好：`,
        '店主为您发起了密码重设，请打开以下链接设置新密码：',
        link,
        '链接仅可使用一次，30 分钟内有效。在使用之前，原密码继续有效。',
      ],
    }),
  },
};
