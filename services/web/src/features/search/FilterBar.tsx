import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { people } from "../../api/channels";
import { keys } from "../../api/keys";
import { SORTS, type Sort } from "../../api/search";
import { Select } from "../../ui/Select";
import { isDirect, useMe, useMyChannels } from "../channels/use-channels";
import { dayFilter, type FilterName, filterOf, filtersOf, withFilter, withoutFilter } from "./filters";

const DAY_MS = 86_400_000;
const HAS = ["file", "image", "link"] as const;
const DAYS: readonly FilterName[] = ["on", "after", "before"];

export interface FilterBarProps {
  readonly workspace: string;
  readonly q: string;
  readonly sort: Sort;
  readonly onQuery: (q: string) => void;
  readonly onSort: (sort: Sort) => void;
}

/** What narrows a search: lists to choose from, and each filter of the query as a chip that can be taken away. */
export function FilterBar({ workspace, q, sort, onQuery, onSort }: FilterBarProps) {
  const { t } = useTranslation();
  const any = { value: "", label: t("search.any") };
  const from = usePeopleOptions(workspace);
  const within = useChannelOptions(workspace);
  const when = useDayOptions();
  const has = HAS.map((value) => ({ value, label: t(`search.has.${value}`) }));
  const days = filtersOf(q).find((filter) => DAYS.includes(filter.name));
  const chosen = (options: readonly Option[], value: string) =>
    value === "" || options.some((option) => option.value === value)
      ? [any, ...options]
      : [any, { value, label: value }, ...options];
  const filter = (name: "from" | "in" | "has", options: readonly Option[]) => (
    <Select
      label={t(`search.filter.${name}`)}
      value={filterOf(q, name)}
      options={chosen(options, filterOf(q, name))}
      onChange={(value) => onQuery(withFilter(q, [name], name, value))}
    />
  );
  return (
    <>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
        {filter("from", from)}
        {filter("in", within)}
        <Select
          label={t("search.filter.when")}
          value={days === undefined ? "" : `${days.name}:${days.value}`}
          options={chosen(when, days === undefined ? "" : `${days.name}:${days.value}`)}
          onChange={(value) => {
            const [name, day = ""] = value.split(":");
            onQuery(withFilter(q, DAYS, DAYS.find((one) => one === name) ?? "on", day));
          }}
        />
        {filter("has", has)}
        <Select
          label={t("search.filter.sort")}
          value={sort}
          options={SORTS.map((value) => ({ value, label: t(`search.sort.${value}`) }))}
          onChange={onSort}
        />
      </div>
      <Chips q={q} onQuery={onQuery} />
    </>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

function Chips({ q, onQuery }: { readonly q: string; readonly onQuery: (q: string) => void }) {
  const { t } = useTranslation();
  const filters = filtersOf(q);
  if (filters.length === 0) return null;
  return (
    <ul aria-label={t("search.filters")} className="mt-2 flex flex-wrap gap-1.5">
      {filters.map((filter, index) => (
        <li key={`${filter.text} ${index}`}>
          <button
            type="button"
            aria-label={t("search.without", { filter: filter.text })}
            onClick={() => onQuery(withoutFilter(q, (other) => other.text === filter.text))}
            className="flex min-h-7 max-w-full items-center gap-1 rounded-full border border-line-strong bg-selected px-2.5 text-meta hover:bg-hover pointer-coarse:min-h-11"
          >
            <bdi className="truncate">{filter.text}</bdi>
            <X size={14} aria-hidden="true" className="shrink-0" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function usePeopleOptions(workspace: string): readonly Option[] {
  const { t } = useTranslation();
  const me = useMe();
  const { data } = useQuery({
    queryKey: keys.people(workspace, ""),
    queryFn: () => people(workspace, ""),
    staleTime: 30_000,
  });
  return useMemo(() => {
    const others = (data?.data ?? []).map(({ user }) => user).filter((user) => user.id !== me.id);
    return [
      { value: "me", label: t("search.fromMe") },
      ...others
        .map((user) => ({ value: `@${user.handle}`, label: user.display_name }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    ];
  }, [data, me.id, t]);
}

function useChannelOptions(workspace: string): readonly Option[] {
  const mine = useMyChannels(workspace);
  return useMemo(
    () =>
      mine
        .filter((channel) => !isDirect(channel))
        .map((channel) => ({ value: `#${channel.slug ?? ""}`, label: `#${channel.name ?? ""}` }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [mine],
  );
}

function useDayOptions(): readonly Option[] {
  const { t } = useTranslation();
  const [now] = useState(Date.now);
  return [
    { value: `on:${dayFilter(now)}`, label: t("search.days.today") },
    { value: `after:${dayFilter(now - 7 * DAY_MS)}`, label: t("search.days.week") },
    { value: `after:${dayFilter(now - 30 * DAY_MS)}`, label: t("search.days.month") },
    { value: `after:${dayFilter(now - 365 * DAY_MS)}`, label: t("search.days.year") },
  ];
}
