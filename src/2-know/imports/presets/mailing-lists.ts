/** Lists of who may be written to, from the senders shops come from: what each agreed to, confirmed twice or not, and who must be left alone. */
import type { Preset } from '../preset.ts';
import { readTables, type Table } from '../tables.ts';

const KLAVIYO: Table = {
  kind: 'customers',
  guess: true,
  traits: 'all',
  columns: {
    email: 'Email',
    customer_id: ['Klaviyo ID', 'Profile ID'],
    user_id: 'External ID',
    phone: ['Phone Number', 'Phone'],
    first_name: 'First Name',
    last_name: 'Last Name',
    company: 'Organization',
    address: ['Address', 'Address 1'],
    city: 'City',
    province: ['State / Region', 'Region', 'State/Region'],
    country: 'Country',
    postcode: ['Zip Code', 'Zip'],
    created_at: ['Profile Created On', 'Date Added', 'Created'],
    email_consent: ['Email Marketing Consent', 'Email Marketing Status', 'Accepts Marketing'],
    email_consent_at: ['Email Marketing Consent Timestamp', 'Consent Timestamp'],
    email_suppressed: ['Email Suppressions', 'Email Suppression', 'Suppression Reason'],
    email_confirmed_at: ['Email Double Opt-In Confirmed At', 'Double Opt-In Timestamp'],
    sms_consent: ['SMS Marketing Consent', 'SMS Marketing Status'],
    sms_consent_at: ['SMS Marketing Consent Timestamp'],
  },
};

const MAILCHIMP: Table = {
  kind: 'customers',
  traits: ['MEMBER_RATING', 'TIMEZONE', 'Birthday'],
  columns: {
    email: ['Email Address', 'Email'],
    customer_id: ['EUID', 'LEID'],
    first_name: ['First Name', 'FNAME'],
    last_name: ['Last Name', 'LNAME'],
    phone: ['Phone Number', 'PHONE', 'SMS Phone Number'],
    address: ['Address', 'ADDRESS'],
    company: ['Company'],
    language: 'LANGUAGE',
    country: ['CC', 'Country'],
    created_at: ['OPTIN_TIME', 'CONFIRM_TIME', 'LAST_CHANGED'],
    email_consent_at: 'OPTIN_TIME',
    email_confirmed_at: 'CONFIRM_TIME',
    email_left_at: 'UNSUB_TIME',
    email_suppressed: 'CLEAN_TIME',
    tags: 'TAGS',
    note: 'NOTES',
  },
  // The state is in the file's name: subscribed_…, unsubscribed_…, cleaned_…, nonsubscribed_….
  amend: (values, _raw, file) => {
    const state = /^(non_?subscribed|unsubscribed|subscribed|cleaned)/i.exec(file)?.[1]?.toLowerCase();
    const subscribed =
      state === 'subscribed' || (!state && !values.email_left_at && !values.email_suppressed);
    return {
      ...values,
      email_consent:
        state === 'unsubscribed' || values.email_left_at ? 'unsubscribed' : subscribed ? 'subscribed' : '',
      ...(state === 'unsubscribed' && !values.email_left_at && { email_consent_at: '' }),
      ...(state === 'cleaned' && { email_suppressed: 'cleaned', email_confirmed_at: '', email_consent: '' }),
    };
  },
};

const OMNISEND: Table = {
  kind: 'customers',
  guess: true,
  traits: 'all',
  columns: {
    email: ['Email', 'email'],
    phone: ['Phone', 'phone', 'Phone number'],
    first_name: ['First name', 'firstName'],
    last_name: ['Last name', 'lastName'],
    country: ['Country', 'country'],
    city: ['City', 'city'],
    birthday: ['Birthday', 'birthdate'],
    gender: ['Gender', 'gender'],
    tags: ['Tags', 'tags'],
    created_at: ['Date added', 'createdAt'],
    email_consent: ['Email status', 'Status', 'status', 'email status'],
    email_consent_at: ['Email status date', 'Status date', 'statusDate'],
    sms_consent: ['SMS status', 'Phone status', 'sms status'],
    sms_consent_at: ['SMS status date', 'Phone status date'],
  },
};

const preset = (name: string, sender: string, table: Table): Preset => ({
  name,
  title: { en: `${sender} contacts`, zh: `${sender} 联系人` },
  takes: {
    en: `The contacts that ${sender} exports, or a folder of such files.`,
    zh: `${sender} 导出的联系人文件，或含多个文件的文件夹。`,
  },
  channel: { name: sender, platform: 'other', currency: 'USD', zone: 'UTC', country: 'US' },
  read: (path, channel, options) => readTables(path, channel, [table], options),
});

export const mailingLists = [
  preset('klaviyo', 'Klaviyo', KLAVIYO),
  preset('mailchimp', 'Mailchimp', MAILCHIMP),
  preset('omnisend', 'Omnisend', OMNISEND),
];
