/**
 * Channels: where the shop sells, one shop on one platform each (own site, Tmall, JD, Shopify …), with its currency, its zone and its fees.
 *
 * It guarantees: for each thing (orders, stock, prices, refunds, consent …) a channel says whether the platform or Regulars is the system
 * of record; currency and zone of a channel never change, because figures stand in them.
 * It leaves to `know/connectors` how a platform is reached.
 */
export { openChannel } from './open-channel.ts';
export { allChannels, type ChannelRow, channelById, channelByName } from './store.ts';
