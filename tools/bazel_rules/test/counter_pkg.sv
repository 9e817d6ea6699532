// The type of the counter's value; a package, to prove that packages compile first.
package counter_pkg;
  typedef logic [7:0] count_t;
endpackage
