import { useParams, useSearch } from "@tanstack/react-router";
import { SearchScreen } from "../features/search/SearchScreen";

export function SearchResultsScreen() {
  const { workspace } = useParams({ from: "/w/$workspace/search" });
  const { q = "", sort = "relevance" } = useSearch({ from: "/w/$workspace/search" });
  return <SearchScreen key={workspace} workspace={workspace} q={q} sort={sort} />;
}
