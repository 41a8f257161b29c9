import { describe, expect, it } from 'vitest';
import type { Json } from '#platform/log';
import { clearValue, identifies } from './identifying.ts';

describe('a name', () => {
  it.each([
    ...[
      'email',
      'eMail',
      'e-mail',
      'Email 2',
      'customeremail',
      'work_mail',
      'phone',
      'homePhone',
      'mobile',
      'phonenumber',
    ],
    ...[
      'name',
      'firstName',
      'first_name',
      'lastname',
      'Company name',
      'nickname',
      '姓名',
      '昵称',
      '客户名称',
    ],
    ...[
      'address',
      'shippingAddress2',
      'address.street',
      'street',
      'zip',
      'postal_code',
      'lat',
      'gps',
      '收货地址',
      '邮编',
      'district',
    ],
    ...['birthday', 'birth_year', 'dateOfBirth', 'dob', '生日'],
    ...[
      'id',
      'user_id',
      'userID',
      'memberId',
      'openid',
      'uuid',
      'IPAddress',
      'ip',
      'ipv4',
      'userAgent',
      'user_agent',
      '会员编号',
    ],
    ...[
      'passport',
      'member number',
      'card_no',
      'iban',
      '身份证号',
      '银行卡',
      'wechat',
      '微信号',
      'avatar',
      'websiteUrl',
      '备注',
      'note',
    ],
    ...['a@b.example', 'tel 13812345678', 'x'.repeat(65), '', '\n', 'user 10086'],
  ])('%j identifies', (name) => {
    expect(identifies(name)).toBe(true);
  });

  it.each([
    ...[
      'city',
      'country',
      'address_city',
      'Address: country',
      'province',
      'region',
      '城市',
      '省份',
      'age',
      'gender',
      '性别',
    ],
    ...[
      'size',
      'tags',
      'vip',
      'plan',
      'loyalty_tier',
      'number_of_pets',
      'headphone_brand',
      'skin_type',
      '会员等级',
      '肤质',
      'since',
    ],
    ...['language', 'favourite colour', 'newsletter', 'score', 'identity_colour', 'paid', 'kids'],
  ])('%j does not', (name) => {
    expect(identifies(name)).toBe(false);
  });
});

describe('of a value', () => {
  it.each<[Json, Json]>([
    [true, true],
    [0, 0],
    [9_999_999, 9_999_999],
    [-12.5, -12.5],
    ['Paris', 'Paris'],
    ['', ''],
    ['2026-11-26', '2026-11-26'],
    ['26.11.2026', '26.11.2026'],
    ['2026-11-26T08:00:00Z', '2026-11-26T08:00:00Z'],
    ['25-34', '25-34'],
    ['X'.repeat(64), 'X'.repeat(64)],
    [
      ['S', 'ann@tea.example', 'M', null, ['L']],
      ['S', 'M'],
    ],
  ])('%j remains %j', (value, left) => {
    expect(clearValue(value)).toEqual(left);
  });

  it.each<Json>([
    ...[null, {}, { city: 'Paris' }, 13_812_345_678, 10_000_000, 'x'.repeat(65)],
    ...[
      'ann@tea.example',
      '13812345678',
      '138 1234 5678',
      '+86-138-1234-5678',
      '(555) 123-4567',
      '１３８１２３４５６７８',
    ],
    ...[
      '4111 1111 1111 1111',
      '123-45-6789',
      '192.168.0.1',
      '10.0.0.1',
      'fe80::1',
      'https://tea.example/ann',
    ],
    ...['9f8b2c6e-1d3a-4f5b-8c7d-0a1b2c3d4e5f', 'oGZUI0egBJY1zhBYw2KhdUfwVJJE'],
  ])('%j nothing remains', (value) => {
    expect(clearValue(value)).toBeNull();
  });
});
