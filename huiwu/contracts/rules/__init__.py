"""Pure rules of contracts: payment terms, cancellation ladder, guarantees, hours of use, exposure."""
