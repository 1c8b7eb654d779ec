/// Declares the statements of one file as constants, and in tests a list of them all, so that one test can
/// prepare every statement and look at its plan.
macro_rules! statements {
    ($($name:ident = $sql:expr;)*) => {
        $(const $name: &str = $sql;)*

        #[cfg(test)]
        pub(crate) const STATEMENTS: &[(&str, &str)] =
            &[$((concat!(module_path!(), "::", stringify!($name)), $name),)*];
    };
}

pub(crate) use statements;

#[cfg(test)]
mod tests;
