"""What others send in formats of their own: pure parsing and writing, one module a standard. `voice` may use them."""
