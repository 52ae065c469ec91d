import { onWillStart, useComponent } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { pick } from "@web/core/utils/objects";
import { useSetupAction } from "@web/search/action_hook";

/** What the address says, when it is that of this screen. */
function addressed({ path, id }, names) {
    const { action } = router.current;
    return action && [path, id].includes(action) ? pick(router.current, ...names) : {};
}

/**
 * What was chosen on a screen stays chosen: in its address, and when one comes back to it.
 * `load` is called with what is chosen at first; choices that are no longer there are given up.
 * Returns what is to be called after each change.
 */
export function useKeptChoices(state, names, load) {
    const { props } = useComponent();
    const first = pick(state, ...names);
    Object.assign(state, props.state || addressed(props.action, names));
    useSetupAction({ getLocalState: () => pick(state, ...names) });
    onWillStart(async () => {
        try {
            await load();
        } catch {
            Object.assign(state, first);
            await load();
        }
    });
    return () => {
        const chosen = names.map((name) => [name, state[name] || undefined]);
        props.updateActionState?.(Object.fromEntries(chosen));
    };
}
