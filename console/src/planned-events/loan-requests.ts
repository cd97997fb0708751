/** What waits for a centre's answer. Pure. */

import type { Loan, OperationRow } from "../protocol/generated.ts"

export interface LoanRequest {
  readonly operation: OperationRow
  readonly loan: Loan
  /** `loan`: one of its units is asked for; `back`: what is lent to its command post is wanted back. */
  readonly what: "loan" | "back"
}

export function loanRequests(rows: readonly OperationRow[], centre: string | null): readonly LoanRequest[] {
  return rows.flatMap((operation) =>
    operation.loans.flatMap((loan): readonly LoanRequest[] => {
      if (loan.state === "asked" && loan.lender === centre) return [{ operation, loan, what: "loan" }]
      const back = loan.state === "agreed" && loan.back != null && loan.back.refused_by == null
      return back && operation.details.post.centre === centre ? [{ operation, loan, what: "back" }] : []
    }),
  )
}
