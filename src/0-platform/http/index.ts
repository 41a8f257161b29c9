/**
 * HTTP for the house: how a route is declared (`route`), who may call it (`staff`, `anyone`, `source`), which traffic
 * gives way to which (lanes), and the Fastify application made of all of it. Every refusal is problem+json.
 */
export {
  type Access,
  anyone,
  everyRole,
  isAllowed,
  type Principal,
  ROLES,
  type Role,
  seesAddresses,
  seesPersonal,
  source,
  staff,
} from './access.ts';
export { createApp, type HttpOptions } from './app.ts';
export { behindDoors, type Door } from './door.ts';
export { createLanes, type Lanes } from './lanes.ts';
export { LANES, type Lane, type Route, route } from './route.ts';
