/** Every platform that can be connected, in the order of the wizard. */
import type { Connector } from '../connector.ts';
import { jd } from './jd/index.ts';
import { shopify } from './shopify/index.ts';
import { taobao, tmall } from './taobao/index.ts';
import { wechat } from './wechat/index.ts';
import { weibo } from './weibo/index.ts';
import { woocommerce } from './woocommerce/index.ts';

export const CONNECTORS: readonly Connector[] = [shopify, woocommerce, taobao, tmall, jd, wechat, weibo];
