import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { UIProvider } from "~/ui/UIProvider.tsx";
import { Explanations } from "./Explanations.tsx";
import type { AppRouter } from "./router.tsx";

/** The application with everything its parts need above them. */
export function App({ cache, router }: { cache: QueryClient; router: AppRouter }) {
  return (
    <QueryClientProvider client={cache}>
      <UIProvider>
        <RouterProvider router={router} />
        <Explanations />
      </UIProvider>
    </QueryClientProvider>
  );
}
