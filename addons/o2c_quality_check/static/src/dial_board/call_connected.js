import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** An agent learns at once that a dialler has put a customer through to him. */
export const callConnectedService = {
    dependencies: ["bus_service", "notification", "action"],
    start(env, { bus_service, notification, action }) {
        bus_service.subscribe("o2c_call_connected", () => {
            const close = notification.add(_t("A customer is on the line for you."), {
                type: "warning",
                sticky: true,
                buttons: [
                    {
                        name: _t("Open the call"),
                        primary: true,
                        onClick: () => {
                            close();
                            action.doActionButton({
                                type: "object",
                                name: "action_next_call",
                                resModel: "o2c.call",
                                resIds: [],
                                args: "[[]]",
                            });
                        },
                    },
                ],
            });
            env.bus.trigger("o2c-call-connected");
        });
        bus_service.start();
    },
};

registry.category("services").add("o2c_call_connected", callConnectedService);
