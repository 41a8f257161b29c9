/** What shops' usual events are called (Segment's e-commerce spec v2); every other stands for itself. */
import { type Said, said } from './said.ts';

export const EVENT_WORDS: Record<string, Said> = {
  'Products Searched': said('“Products Searched”', '“搜索商品”'),
  'Product List Viewed': said('“Product List Viewed”', '“浏览商品列表”'),
  'Product Clicked': said('“Product Clicked”', '“点击商品”'),
  'Product Viewed': said('“Product Viewed”', '“浏览商品”'),
  'Product Added': said('“Product Added”', '“加入购物车”'),
  'Product Removed': said('“Product Removed”', '“移出购物车”'),
  'Cart Viewed': said('“Cart Viewed”', '“查看购物车”'),
  'Checkout Started': said('“Checkout Started”', '“开始结算”'),
  'Order Completed': said('“Order Completed”', '“完成下单”'),
  'Order Refunded': said('“Order Refunded”', '“订单退款”'),
  'Order Cancelled': said('“Order Cancelled”', '“订单取消”'),
  'Coupon Applied': said('“Coupon Applied”', '“使用优惠券”'),
  'Product Added to Wishlist': said('“Product Added to Wishlist”', '“加入收藏”'),
  'Product Shared': said('“Product Shared”', '“分享商品”'),
  'Product Reviewed': said('“Product Reviewed”', '“评价商品”'),
  'Email Opened': said('“Email Opened”', '“打开邮件”'),
  'Email Link Clicked': said('“Email Link Clicked”', '“点击邮件链接”'),
  'Parcel Delivered': said('“Parcel Delivered”', '“包裹签收”'),
};
