// Watches every counter, whose own file knows nothing of it.
bind counter counter_watch u_watch (
  .clk_i,
  .count_i(count_q)
);
