//! Use cases: one public function for each thing that a person, a program or a clock can ask for.
