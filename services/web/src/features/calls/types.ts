import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type Call = Schemas["Call"];
export type CallPerson = Schemas["CallPerson"];
export type CallMedia = Schemas["CallMedia"];
export type CallAct = Schemas["CallAct"];
export type CallAnswer = Schemas["CallAnswer"];
export type CallNews = Schemas["CallNews"];
export type CallSignal = Schemas["CallSignal"];
export type IceCandidate = Schemas["IceCandidate"];
export type IceServers = Schemas["IceServers"];
