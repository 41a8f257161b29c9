/**
 * A world: every number that says how its people behave. Its meaning stands in `schema.json`, its values in the files beside it. Code that
 * draws from a world holds no number of behaviour of its own.
 */

export type Bilingual = { zh: string; en: string };
/** A day: `2026-11-11`, or `end-9`, nine days before the last day that is simulated. */
export type WorldDay = string;
export type Spread = { median: number; spread: number };

export type ShelfNumbers = { share: number; median_price: number; price_spread: number; season: number[] };

export type CatalogueNumbers = {
  products: number;
  price_step: number;
  price_ending: number;
  compare_at_share: number;
  compare_at_factor: number;
  one_variant_share: number;
  variant_step: number;
  stock_median: number;
  stock_spread: number;
  shelves: Record<string, ShelfNumbers>;
};

export type Tastes = {
  factors: number;
  weights: number[];
  shelf_spread: number;
  product_spread: number;
  popularity_exponent: number;
  popularity_offset: number;
  habit: number;
  habit_memory: number;
  companion: number;
};

export type PeopleNumbers = {
  present_at_start: number;
  growth: number;
  visitors_per_customer: number;
  visitor_visits: number;
  visitor_days: number;
  looks_first: number;
  looks_days: number;
  guest_share: number;
  marketplace_share: number;
  mobile_share: number;
  double_account_share: number;
  second_account_use: number;
  couple_share: number;
  partner_device_use: number;
  scanned_mail_share: number;
  mail_consent_share: number;
  english_share: number;
  signed_in_share: number;
};

export const RHYTHM_FAMILIES = ['exponential', 'gamma', 'weekly', 'monthly', 'seasonal', 'burst'] as const;
export type Rhythm = {
  family: (typeof RHYTHM_FAMILIES)[number];
  share: number;
  median_days: number;
  spread: number;
  shape: number;
  jitter_days: number;
  purchases: number;
};

export const DEATH_FAMILIES = ['exponential', 'weibull', 'per_purchase', 'immortal'] as const;
export type Death = {
  family: (typeof DEATH_FAMILIES)[number];
  share: number;
  median_days: number;
  shape: number;
  probability: number;
};

export type Lifecycle = { one_and_done: number; after_bad: number; deaths: Death[] };

export type DayNumbers = {
  weekday_hours: number[];
  weekend_hours: number[];
  weekdays: number[];
  months: number[];
  own_hour: number;
  own_hour_spread: number;
};

export type Festival = {
  name: Bilingual;
  dates: string[];
  days_before: number;
  days_after: number;
  lift: number;
  discount: number;
};

export type VisitNumbers = {
  browse_per_purchase: number;
  browse_least_days: number;
  lists_mean: number;
  products_mean: number;
  search_share: number;
  add_share: number;
  abandon_share: number;
  seconds_between: number;
  seconds_spread: number;
  campaign_share: number;
};

export type BasketNumbers = {
  lines_mean: number;
  person_spread: number;
  quantity_more: number;
  large_share: number;
  large_factor: number;
  free_shipping_from: number;
  shipping: number;
  cancelled_share: number;
};

export type PriceNumbers = {
  elasticity: Spread;
  coupon_sensitivity: Spread;
  intent_to_buy: number;
  coupon_share: number;
  coupon_value: number;
};

export type MessageKind = {
  id: string;
  name: Bilingual;
  channel: 'email' | 'sms';
  every_days: number;
  first_day: number;
  hour: number;
  audience: number;
  holdout: number;
  effect: number;
  effect_spread: number;
  harmed_share: number;
  delay_days: number;
  open: number;
  click: number;
  annoyance: number;
  discount: number;
};

export type MessageNumbers = {
  kinds: MessageKind[];
  hour_response: number[];
  open_hours: number;
  tolerance: Spread;
  annoyance_fades: number;
  click_seconds: number;
  scanner_seconds: number;
  scanner_clicks: number;
};

export type Trouble = {
  id: string;
  reason: string;
  from: WorldDay;
  to: WorldDay;
  probability: number;
  late_days: number;
  /** What it strikes: products of a shelf, a warehouse, or a courier. */
  shelf?: string;
  products?: number;
  warehouse?: string;
  courier?: string;
  says: Bilingual[];
};

export type Warehouse = { id: string; name: Bilingual; share: number; days: number };
export type Courier = { id: string; name: Bilingual; share: number; days: number; days_spread: number };

export type Delivery = {
  warehouses: Warehouse[];
  couriers: Courier[];
  troubles: Trouble[];
  everyday: { reason: string; probability: number; says: Bilingual[] }[];
  refund_share: number;
  return_share: number;
};

export type ReviewNumbers = {
  share: number;
  bad_factor: number;
  days: number;
  text_share: number;
  happy_ratings: number[];
  bad_ratings: number[];
  praise: Bilingual[];
  farms: { from: WorldDay; days: number; reviews: number; rank: number; rating: number; says: Bilingual[] }[];
};

export type SurveyNumbers = {
  share: number;
  bad_factor: number;
  days: number;
  happy_bias: number;
  mean: number;
  spread: number;
  bad_drop: number;
};

export type ServiceNumbers = {
  chat_share: number;
  bad_chat_share: number;
  days: number;
  agents: { name: string; skill: number; minutes: number }[];
  rescue: number;
};

export type Faults = {
  late_share: number;
  late_hours: number;
  doubled_share: number;
  skewed_share: number;
  skew_hours: number;
  bots: { name: string; visits_per_day: number; pages: number; milliseconds: number; agent: string }[];
};

export type World = {
  name: string;
  title: Bilingual;
  language: 'zh' | 'en';
  currency: string;
  zone: string;
  utc_offset_minutes: number;
  country: string;
  site: string;
  channels: { own: string; marketplace: string };
  customers: number;
  days: number;
  catalogue: CatalogueNumbers;
  tastes: Tastes;
  people: PeopleNumbers;
  rhythms: Rhythm[];
  lifecycle: Lifecycle;
  day: DayNumbers;
  festivals: Festival[];
  visits: VisitNumbers;
  basket: BasketNumbers;
  price: PriceNumbers;
  messages: MessageNumbers;
  delivery: Delivery;
  reviews: ReviewNumbers;
  surveys: SurveyNumbers;
  service: ServiceNumbers;
  faults: Faults;
};
