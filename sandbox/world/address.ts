export interface Address {
  address: string;
  port: number;
}
