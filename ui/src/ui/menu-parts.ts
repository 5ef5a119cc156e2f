import type { DropdownMenu } from "radix-ui";
import { createContext } from "react";

/** What an open menu gives to its entries, which are named by pages that have loaded no menu yet. */
export interface MenuPartsOf {
  readonly Item: typeof DropdownMenu.Item;
  readonly CheckboxItem: typeof DropdownMenu.CheckboxItem;
  readonly Separator: typeof DropdownMenu.Separator;
  /** Says what happens once the menu has closed. */
  readonly choose: (act: () => void) => void;
}

export const MenuParts = createContext<MenuPartsOf>(undefined as never);
