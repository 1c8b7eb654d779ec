//! What no replay can show: a rule that did not speak lately may be off all the same.

use std::collections::BTreeSet;

use leasehold_policy::PolicySources;
use serde_json::Value;

/// Names what a policy no longer does compared to another one, or decides outside its rules.
pub(super) fn unseen(before: &PolicySources, after: &PolicySources) -> BTreeSet<String> {
    let (was, is) = (data(before), data(after));
    let mut found = BTreeSet::new();
    if let Some(settings) = was["settings"].as_object() {
        let off = |settings: &Value| settings["enabled"] != Value::Bool(true);
        for (rule, before) in settings {
            if !off(before) && off(&is["settings"][rule]) {
                found.insert(format!("the rule {rule} is switched off"));
            }
        }
    }
    // How long fresh factors wait is asked for where people prove themselves, and is part of no decision.
    if was["factors"] != is["factors"] {
        found.insert("the waiting times of factors change".to_owned());
    }
    found
}

/// What was compiled is JSON; anything else has nothing switched on.
fn data(sources: &PolicySources) -> Value {
    serde_json::from_str(&sources.data).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(from: &str, to: &str) -> PolicySources {
        let shipped = PolicySources::shipped();
        assert!(shipped.data.contains(from), "{from}");
        PolicySources { data: shipped.data.replacen(from, to, 1), ..shipped }
    }

    #[test]
    fn a_rule_that_goes_and_a_wait_that_shrinks_are_seen() {
        let shipped = PolicySources::shipped();
        assert_eq!(unseen(&shipped, &shipped), BTreeSet::new());
        let off = edited("\"enabled\": true", "\"enabled\": false");
        assert_eq!(unseen(&shipped, &off).len(), 1);
        assert_eq!(unseen(&off, &shipped), BTreeSet::new(), "switching on takes");
        let gone = edited("\"new_device\": {", "\"other\": {");
        assert_eq!(unseen(&shipped, &gone).len(), 1);
        let hasty = edited("\"first_wait_s\": 86400", "\"first_wait_s\": 0");
        assert_eq!(unseen(&shipped, &hasty).len(), 1);
    }
}
