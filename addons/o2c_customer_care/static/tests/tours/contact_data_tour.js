import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("o2c_care_contact_data", {
    steps: () => [
        {
            content: "His mail came back",
            trigger: ".o_o2c_card [data-section=contact_data] .text-danger:contains(no such user)",
        },
        {
            content: "He is on the telephone: correct it",
            trigger: ".o_o2c_card [data-action=correct]",
            run: "click",
        },
        {
            content: "As he spells it",
            trigger: ".modal .o_field_widget[name=email] input",
            run: "edit ada@new.example.com",
        },
        { content: "Correct", trigger: ".modal button[name=action_apply]", run: "click" },
        {
            content: "It is verified today, and nothing is red any more",
            trigger:
                ".o_o2c_card [data-section=contact_data]:contains(ada@new.example.com):contains(verified on):not(:has(.text-danger))",
        },
        {
            content: "The correction is among the last contacts",
            trigger: ".o_o2c_card [data-section=contacts]:contains(Contact data corrected)",
        },
        {
            content: "What was known of the new address",
            trigger: ".o_o2c_card [data-section=contact_data] button:contains(ada@new.example.com)",
            run: "click",
        },
        {
            content: "Its checks",
            trigger: ".o_form_view .o_field_widget[name=check_ids] .o_data_row",
        },
    ],
});
