// Included with a path rooted at the repository, to prove that such paths work.
`define COUNTER_LIMIT 8'd200
